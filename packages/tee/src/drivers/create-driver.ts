import { dockerfileContext, type Engine, type ImageInfo } from '@iexec-sim/docker'
import { hashFileTree } from '../measure/file-tree.ts'
import { imageFingerprint, programFingerprint } from '../measure/fingerprint.ts'
import { MeasurementCache } from '../measure/measurement-cache.ts'
import type { PreparedImage, PrepareOptions, TeeDriver } from './driver.ts'
import { FRAMEWORK_LABEL, type Framework, HEAP_LABEL } from './framework.ts'

/** Options of a driver. */
export interface DriverOptions {
  /** Cache of measurements; drivers may share one. @default in memory */
  cache?: MeasurementCache | undefined
}

const DEFAULT_HEAP_BYTES = 1024 ** 3

/** Completes a framework to a driver. */
export function createDriver(
  framework: Framework,
  { cache = new MeasurementCache() }: DriverOptions = {},
): TeeDriver {
  const fileTreeOf = (engine: Engine, { id }: ImageInfo) =>
    cache.get(id, () => engine.exportImage(id, hashFileTree))
  const fingerprintOf = async (engine: Engine, image: ImageInfo, stated = '') => {
    const known = framework.fingerprints?.(image)
    if (known) return known.includes(stated) ? stated : known[0]
    return imageFingerprint(framework.name, image, await fileTreeOf(engine, image))
  }

  async function prepare(
    engine: Engine,
    name: string,
    options: PrepareOptions = {},
  ): Promise<PreparedImage> {
    const { to = variantName(name, framework.name), heapSize = DEFAULT_HEAP_BYTES } = options
    const base = await engine.requireImage(name)
    const enclave = framework.enclaveConfig?.(base, heapSize)
    if (!enclave) return asItIs(base, name, await fingerprintOf(engine, base))
    const variant = await engine.buildImage(
      dockerfileContext(dockerfile(framework, base.id, heapSize)),
      { tag: to },
    )
    // Labels add no file: the variant contains what its base contains.
    await cache.get(variant.id, () => fileTreeOf(engine, base))
    const fingerprint = await fingerprintOf(engine, variant)
    return {
      image: to,
      imageId: variant.id,
      checksum: `0x${variant.id.replace('sha256:', '')}`,
      fingerprint,
      ...(framework.hasHeap && { heapSize }),
      mrenclave: { ...enclave, fingerprint },
    }
  }

  return {
    framework: framework.name,
    depositPath: framework.depositPath,
    encodeSession: framework.encodeSession,
    parseSession: framework.parseSession,
    appStart: framework.appStart,
    sessionVariables: framework.sessionVariables,
    ...(framework.workingDir && { workingDir: framework.workingDir }),
    prepare,
    measure: async (engine, name, stated) => {
      const image = await engine.requireImage(name)
      const heapSize = Number(image.labels[HEAP_LABEL]) || undefined
      return {
        imageId: image.id,
        fingerprint: await fingerprintOf(engine, image, stated),
        ...(heapSize && { heapSize }),
      }
    },
    measureProgram: (bundlePath, stage) => programFingerprint(framework.name, stage, bundlePath),
  }
}

function asItIs({ id }: ImageInfo, image: string, fingerprint: string): PreparedImage {
  return { image, imageId: id, checksum: `0x${id.replace('sha256:', '')}`, fingerprint }
}

function dockerfile({ name, hasHeap }: Framework, baseId: string, heapSize: number): string {
  const heap = hasHeap ? ` ${HEAP_LABEL}="${heapSize}"` : ''
  return `FROM ${baseId}\nLABEL ${FRAMEWORK_LABEL}="${name}"${heap}\n`
}

/** `name:1.0` becomes `name:1.0-tee-scone`, `name` becomes `name:tee-scone`. */
function variantName(image: string, framework: string): string {
  const [, name = image, tag] = /^(.+?)(?::([^/:]+))?$/.exec(image) ?? []
  return tag === undefined || tag === 'latest'
    ? `${name}:tee-${framework}`
    : `${name}:${tag}-tee-${framework}`
}
