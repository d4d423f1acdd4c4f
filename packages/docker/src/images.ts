import type { Readable } from 'node:stream'
import { SimError } from '@iexec-sim/base'
import { packFiles } from './archive.ts'
import type { Connection } from './internal/connection.ts'
import { reasonOf, statusOf } from './internal/failure.ts'
import { removeContainer } from './internal/networks.ts'
import { ownerLabels } from './labels.ts'

/** An image, as the engine describes it. */
export interface ImageInfo {
  /** Content id, `sha256:` and 64 hex digits. */
  id: string
  /**
   * Digests of the manifests under which registries hold it, as far as the engine knows, `sha256:`
   * and 64 hex digits each: it was pulled by them or pushed as them.
   */
  digests: string[]
  /** The image's own start, its variables and the rest of its configuration. */
  config: ImageConfig
  /** As in `docker inspect`, such as `amd64`. */
  architecture: string
  /** As in `docker inspect`, such as `linux`. */
  os: string
  /** Bytes. */
  size: number
  /** Labels of the image, by name. */
  labels: Record<string, string>
}

/** The part of an image's configuration that decides how it starts. */
export interface ImageConfig {
  /** Variables as `NAME=value`. */
  Env: string[]
  /** Words; empty without. */
  Entrypoint: string[]
  /** Words; empty without. */
  Cmd: string[]
  /** Folder it starts in; empty without. */
  WorkingDir: string
  /** User or `user:group` it runs as; empty for root. */
  User: string
  /** Paths inside the image. */
  Volumes: string[]
}

/**
 * Looks an image up in the local engine by name or content id; `undefined` when it is not there.
 */
export async function inspectImage(
  connection: Connection,
  ref: string,
): Promise<ImageInfo | undefined> {
  const docker = await connection.client()
  try {
    const image = await docker.getImage(ref).inspect()
    const config = image.Config
    return {
      id: image.Id,
      digests: (image.RepoDigests ?? []).map((name) => name.slice(name.indexOf('@') + 1)),
      config: {
        Env: config?.Env ?? [],
        Entrypoint: list(config?.Entrypoint),
        Cmd: list(config?.Cmd),
        WorkingDir: config?.WorkingDir ?? '',
        User: config?.User ?? '',
        Volumes: Object.keys(config?.Volumes ?? {}).sort(),
      },
      architecture: image.Architecture,
      os: image.Os,
      size: image.Size,
      labels: config?.Labels ?? {},
    }
  } catch (error) {
    // 400: not even a possible name, so no image has it
    if (statusOf(error) === 404 || statusOf(error) === 400) return undefined
    throw connection.failure(error, `look up image ${ref}`)
  }
}

function list(value: string | string[] | undefined | null): string[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]
}

/**
 * Pulls an image from its registry; throws `IMAGE_PULL_FAILED` when there is none, it has no such
 * image or time runs out.
 */
export async function pullImage(
  connection: Connection,
  ref: string,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<ImageInfo> {
  const timeout = AbortSignal.timeout(timeoutMs)
  const abortSignal = signal ? AbortSignal.any([timeout, signal]) : timeout
  const docker = await connection.client()
  const fail = (reason: string, cause: unknown) =>
    new SimError('IMAGE_PULL_FAILED', { image: ref, reason }, { cause })
  try {
    const progress = (await docker.pull(tagged(ref), { abortSignal })) as Readable
    const stop = () => progress.destroy(new Error('aborted'))
    abortSignal.addEventListener('abort', stop, { once: true })
    await followProgress(progress)
  } catch (error) {
    signal?.throwIfAborted()
    if (timeout.aborted) throw fail(`not done after ${timeoutMs} ms`, error)
    const failure = connection.failure(error, `pull image ${ref}`)
    const code = failure instanceof SimError ? failure.code : ''
    throw code === 'ENGINE_UNREACHABLE' || code === 'ENGINE_NO_SPACE'
      ? failure
      : fail(reasonOf(error), error)
  }
  const image = await inspectImage(connection, ref)
  if (image === undefined) throw fail('the engine does not have it after the pull', undefined)
  return image
}

/** Without a tag the engine would pull every tag there is. */
function tagged(ref: string): string {
  return ref.includes('@') || /:[^/]+$/.test(ref) ? ref : `${ref}:latest`
}

/** Options of building an image. */
export interface BuildOptions {
  /** Name of the image. */
  tag: string
  /** Labels of the image, by name. @default none */
  labels?: Record<string, string>
  /** Values of `ARG` instructions, by name. @default none */
  buildArgs?: Record<string, string>
  /** Uses layers of former builds. @default true */
  cache?: boolean
}

/**
 * Builds an image from a context archive that holds its Dockerfile; throws `IMAGE_BUILD_FAILED`. No
 * build reaches the network.
 */
export async function buildImage(
  connection: Connection,
  context: Readable,
  options: BuildOptions,
): Promise<ImageInfo> {
  const docker = await connection.client()
  try {
    const progress = await docker.buildImage(context, {
      t: options.tag,
      labels: options.labels ?? {},
      buildargs: options.buildArgs ?? {},
      nocache: options.cache === false,
      networkmode: 'none',
      rm: true,
      forcerm: true,
    })
    await followProgress(progress as Readable)
  } catch (error) {
    const failure = connection.failure(error, `build image ${options.tag}`)
    if (failure instanceof SimError && failure.code !== 'ENGINE_REFUSED') throw failure
    throw new SimError(
      'IMAGE_BUILD_FAILED',
      { image: options.tag, reason: reasonOf(error) },
      { cause: error },
    )
  }
  const image = await inspectImage(connection, options.tag)
  if (image === undefined) {
    throw new SimError('IMAGE_BUILD_FAILED', {
      image: options.tag,
      reason: 'the engine does not have it after the build',
    })
  }
  return image
}

/** A build context that is one Dockerfile and nothing else. */
export function dockerfileContext(dockerfile: string): Readable {
  return packFiles([{ name: 'Dockerfile', content: dockerfile }])
}

/** Reads progress lines to their end. A failure is a line among them, not an HTTP status. */
async function followProgress(progress: Readable): Promise<void> {
  let rest = ''
  for await (const chunk of progress) {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) throwIfError(line)
  }
  throwIfError(rest)
}

function throwIfError(line: string): void {
  if (line.trim() === '') return
  const { error } = JSON.parse(line) as { error?: string }
  if (error !== undefined) throw new Error(error)
}

/**
 * Hands the whole file system of an image to `read` as one tar stream. A container is created for
 * it and never started.
 */
export async function exportImage<T>(
  connection: Connection,
  network: string,
  imageId: string,
  read: (archive: Readable) => Promise<T>,
): Promise<T> {
  const container = await connection.ask(`look into image ${imageId}`, (docker) =>
    docker.createContainer({
      Image: imageId,
      Cmd: ['-'], // an image without a command of its own cannot be created without one
      Labels: ownerLabels(network, 'measure'),
      NetworkDisabled: true,
    }),
  )
  try {
    return await connection.ask(`export image ${imageId}`, async () =>
      read((await container.export()) as unknown as Readable),
    )
  } finally {
    await removeContainer(connection, container.id)
  }
}
