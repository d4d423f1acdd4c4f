import type { Readable } from 'node:stream'
import { SimError } from '@iexec-sim/base'
import type Docker from 'dockerode'
import { firstFile, packDirectory, packFolder } from './archive.ts'
import type { Connection } from './internal/connection.ts'
import { ContainerEnd } from './internal/container-end.ts'
import { reasonOf, statusOf } from './internal/failure.ts'
import { LayerWatch } from './internal/layer-watch.ts'
import { OutputReader, type PrintedText } from './internal/output.ts'
import { DEFAULT_LIMITS, type FolderLimits } from './limits.ts'
import { type ContainerSpec, hardenedOptions, INPUT_FOLDER, OUTPUT_FOLDER } from './spec.ts'
import { type CollectedFolder, unpackFolder } from './unpack.ts'

/** End of a task container. */
export interface ContainerRun {
  /** Exit code of the app; 137 when it was killed. */
  exitCode: number
  /**
   * Whether the kernel killed a process of it for memory; with exit code 137 it was the app itself.
   */
  oomKilled: boolean
  /** Whether it was killed because its time was over. */
  timedOut: boolean
  /** Whether it was killed because it had written more than its layer may hold. */
  layerFull: boolean
  /** Standard output of the app. */
  stdout: PrintedText
  /** Standard error of the app. */
  stderr: PrintedText
  /** Milliseconds since 1970, by the engine's clock. */
  startedAt: number
  /** Milliseconds since 1970. */
  finishedAt: number
}

/** A container that has ended and is about to be removed: the last chance to take something out. */
export interface ExitedContainer {
  /** Copies a folder out of it; see {@link unpackFolder}. */
  collectFolder(path: string, destDir: string, limits: FolderLimits): Promise<CollectedFolder>
  /**
   * Reads one file; `undefined` when it is absent, not a regular file or longer than `maxBytes`.
   */
  readFile(path: string, maxBytes: number): Promise<Buffer | undefined>
}

/** Hooks around a run. */
export interface RunOptions {
  /**
   * Ends the run: the container is killed and removed, and the run rejects with the signal's
   * reason.
   */
  signal?: AbortSignal | undefined
  /** Called when the engine is told to start the container, which takes it some time. */
  onStarting?: (() => void) | undefined
  /** Called when the container runs. */
  onStarted?: (() => void) | undefined
  /** Called with the ended container before its removal. */
  onExited?: ((container: ExitedContainer) => Promise<void>) | undefined
  /**
   * Called with the removal of a container whose run succeeded, which settles before it then; the
   * promise does not reject. The next run in the slot and the engine's end wait for it all the
   * same. @default the run waits for the removal
   */
  onRemoval?: ((removal: Promise<void>) => void) | undefined
}

/** Characters of each output stream kept by default: what the pool serves of a task's output. */
export const TAIL_CHARACTERS = 100_000

/**
 * One run of one container from creation to removal. The removal is the caller's
 * {@link TaskContainer.remove}, always.
 */
export class TaskContainer {
  readonly #connection: Connection
  readonly #spec: ContainerSpec
  readonly #container: Docker.Container

  private constructor(connection: Connection, spec: ContainerSpec, container: Docker.Container) {
    this.#connection = connection
    this.#spec = spec
    this.#container = container
  }

  /**
   * Creates the container of a spec. `user`: the user the image asks for, which may not be able to
   * write to the output folder. `harden`: without any capability.
   */
  static async create(
    connection: Connection,
    network: string,
    spec: ContainerSpec,
    user: string,
    harden = false,
  ): Promise<TaskContainer> {
    const options = {
      ...hardenedOptions(spec, network, harden),
      ...(spec.name && { name: spec.name }),
    }
    const docker = await connection.client()
    const container = await docker.createContainer(options).catch((error) => {
      if (statusOf(error) === 404)
        throw new SimError('IMAGE_NOT_FOUND', { image: spec.imageId }, { cause: error })
      if (statusOf(error) === 400) throw commandError(spec, error)
      throw connection.failure(error, 'create a task container')
    })
    const task = new TaskContainer(connection, spec, container)
    try {
      await task.#furnish(user)
      return task
    } catch (error) {
      await container.remove({ force: true, v: true }).catch(() => {})
      throw error
    }
  }

  /** Id of the container. */
  get id(): string {
    return this.#container.id
  }

  /** Runs the container to its end. */
  async run({ signal, onStarting, onStarted, onExited }: RunOptions): Promise<ContainerRun> {
    signal?.throwIfAborted()
    const waiting = new AbortController()
    try {
      return await this.#runToEnd(waiting.signal, { signal, onStarting, onStarted, onExited })
    } catch (error) {
      signal?.throwIfAborted()
      throw error
    } finally {
      waiting.abort()
    }
  }

  async #runToEnd(
    waiting: AbortSignal,
    { signal, onStarting, onStarted, onExited }: RunOptions,
  ): Promise<ContainerRun> {
    const output = new OutputReader(
      this.#spec.tailCharacters ?? TAIL_CHARACTERS,
      this.#spec.capture,
    )
    const ask = this.#connection.ask.bind(this.#connection)
    const stream = (await ask('attach to a task container', () =>
      this.#container.attach({ stream: true, stdout: true, stderr: true }),
    )) as unknown as Readable
    const printed = output.read(stream)
    void printed.catch(() => {})
    const started = this.#start()
    started.catch(() => {}) // thrown below
    // The request is on its way first.
    await new Promise(setImmediate)
    onStarting?.()
    await started
    onStarted?.()
    const exit = await this.#untilExit(stream, printed, waiting, signal)
    signal?.throwIfAborted()
    // The engine takes longer to hand files out than to say how the container ended.
    const [ended, taken] = await Promise.allSettled([
      ask('inspect a task container', () => this.#container.inspect()),
      onExited?.(this.#exited(signal)),
    ])
    if (ended.status === 'rejected') throw ended.reason
    if (taken.status === 'rejected') throw taken.reason
    const { State } = ended.value
    return {
      ...exit,
      oomKilled: State.OOMKilled,
      stdout: output.stdout,
      stderr: output.stderr,
      startedAt: Date.parse(State.StartedAt),
      finishedAt: Date.parse(State.FinishedAt),
    }
  }

  /** Waits for the exit and for all that was printed before it, and watches the limits till then. */
  async #untilExit(
    stream: Readable,
    printed: Promise<void>,
    waiting: AbortSignal,
    signal: AbortSignal | undefined,
  ): Promise<Pick<ContainerRun, 'exitCode' | 'timedOut' | 'layerFull'>> {
    using end = new ContainerEnd(this.#container, this.#spec.timeLimitMs, signal)
    const { layerBytes } = { ...DEFAULT_LIMITS, ...this.#spec.limits }
    using layer = new LayerWatch(this.#container, layerBytes, () => end.kill())
    const exitCode = await this.#connection.ask('wait for a task container', (docker) =>
      end.orHangs(this.#exitCode(docker, waiting)),
    )
    await end.orHangs(printed).catch((error) => {
      stream.destroy()
      throw this.#connection.failure(error, "read a task container's output")
    })
    return { exitCode, timedOut: end.isTimedOut, layerFull: layer.isFull }
  }

  /**
   * Waits for the exit. The answer's head comes at once and its body at the exit; the client
   * library would wait for ever on a body that breaks off, so the body is read here. Asked after
   * the start, for whether it runs no more: an app that ends at once could end before the engine
   * has begun to wait for an exit to come.
   */
  async #exitCode(docker: Docker, signal: AbortSignal): Promise<number> {
    const path = `/containers/${this.#container.id}/wait?`
    const request = {
      path,
      method: 'POST',
      isStream: true,
      abortSignal: signal,
      statusCodes: { 200: true },
    }
    const options = { ...request, options: { condition: 'not-running' } }
    const body = await new Promise<Readable>((resolve, reject) => {
      docker.modem.dial(options as never, (error: unknown, stream: unknown) =>
        error ? reject(error) : resolve(stream as Readable),
      )
    })
    const chunks: Buffer[] = []
    for await (const chunk of body) chunks.push(chunk as Buffer)
    return (JSON.parse(Buffer.concat(chunks).toString('utf8')) as { StatusCode: number }).StatusCode
  }

  async #start(): Promise<void> {
    try {
      await this.#container.start()
    } catch (error) {
      if (
        statusOf(error) === 400 ||
        /executable file not found|no such file or directory|permission denied/i.test(
          reasonOf(error),
        )
      ) {
        throw commandError(this.#spec, error)
      }
      throw this.#connection.failure(error, 'start a task container')
    }
  }

  /**
   * Puts the input in place and lets a user other than root write the output; both cost time, so
   * only where needed.
   */
  async #furnish(user: string): Promise<void> {
    const ask = this.#connection.ask.bind(this.#connection)
    const { inputDir } = this.#spec
    if (inputDir !== undefined) {
      await ask('copy the input into a task container', () =>
        this.#container.putArchive(packFolder(inputDir), { path: INPUT_FOLDER }),
      )
    }
    if (user !== '' && !/^(root|0)(:|$)/.test(user)) {
      await ask('open the output folder of a task container', () =>
        this.#container.putArchive(packDirectory(OUTPUT_FOLDER.slice(1), 0o777), { path: '/' }),
      )
    }
  }

  #exited(signal: AbortSignal | undefined): ExitedContainer {
    const archive = (path: string, docker = this.#container) =>
      docker.getArchive({ path }) as Promise<unknown> as Promise<Readable>
    const ask = this.#connection.ask.bind(this.#connection)
    return {
      collectFolder: (path, destDir, limits) =>
        ask('copy the output out of a task container', async () =>
          unpackFolder(await archive(path), destDir, limits, signal),
        ),
      readFile: (path, maxBytes) =>
        ask('read a file of a task container', async () => {
          const source = await archive(path).catch((error) => {
            if (statusOf(error) === 404) return undefined
            throw error
          })
          return source === undefined ? undefined : firstFile(source, maxBytes)
        }),
    }
  }
}

function commandError(spec: ContainerSpec, cause: unknown): SimError {
  return new SimError(
    'COMMAND_NOT_STARTED',
    { image: spec.imageId, reason: reasonOf(cause) },
    { cause },
  )
}
