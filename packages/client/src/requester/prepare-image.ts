import { join } from 'node:path'
import { SimError } from '@iexec-sim/base'
import type { Engine } from '@iexec-sim/docker'
import type { EnclaveConfig, Hex, TeeFramework } from '@iexec-sim/protocol'
import { FRAMEWORK_LABEL, MeasurementCache, type TeeDriver } from '@iexec-sim/tee'
import { makeDriver } from './drivers.ts'

/** An image ready to be deployed as an app. */
export interface PreparedImage {
  /** Name of the image to deploy. */
  image: string
  /** Content id as an app states it: `0x` and 64 digits. */
  checksum: Hex
  /** Absent for a standard app. */
  fingerprint?: string
  /** The value for a client's `iexec.json`; absent for a standard app and under tdx. */
  mrenclave?: EnclaveConfig
}

/** Options of {@link prepareImage}. */
export interface PrepareImageOptions {
  /** Name of the variant. */
  to?: string | undefined
  /** Bytes of enclave heap; scone only. */
  heapSize?: number | undefined
}

/**
 * Makes the TEE variant of a local image, or takes it as it is when it is one already. Without a
 * framework the image is used plain. Measurements are kept in the state folder: an image is read
 * once.
 */
export async function prepareImage(
  engine: Engine,
  stateDir: string | undefined,
  image: string,
  framework: TeeFramework | undefined,
  options: PrepareImageOptions = {},
): Promise<PreparedImage> {
  const { id, labels } = await engine.requireImage(image)
  if (!framework) return { image, checksum: `0x${id.replace(/^sha256:/, '')}` }
  const variantOf = labels[FRAMEWORK_LABEL]
  if (variantOf && variantOf !== framework)
    throw new SimError('FOREIGN_VARIANT', { image, variant: variantOf, framework })
  return driverFor(framework, stateDir).prepare(engine, image, options)
}

function driverFor(framework: TeeFramework, stateDir: string | undefined): TeeDriver {
  return makeDriver(
    framework,
    new MeasurementCache(stateDir === undefined ? undefined : join(stateDir, 'measurements')),
  )
}
