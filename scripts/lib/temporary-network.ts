import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCli } from './cli.ts'

/** Fields of the address sheet that these scripts read. */
export interface Sheet {
  pid: number
  /** URL of the explorer. */
  explorer: string
  /**
   * Milliseconds from the start of the network's own work to all services ready, by its own clock.
   */
  readyMs: number
}

/**
 * A network of its own folder and ports, as a child process of one script. Closing it stops it and
 * removes the folder. Ctrl-C and a polite end of the script do the same, even while it starts.
 */
export class TemporaryNetwork implements AsyncDisposable {
  readonly stateDir: string
  readonly sheet: Sheet
  readonly #process: NetworkProcess

  private constructor(stateDir: string, sheet: Sheet, networkProcess: NetworkProcess) {
    this.stateDir = stateDir
    this.sheet = sheet
    this.#process = networkProcess
  }

  static async up(): Promise<TemporaryNetwork> {
    const stateDir = await mkdtemp(join(tmpdir(), 'iexec-sim-'))
    const networkProcess = new NetworkProcess(stateDir)
    for (const [signal, code] of SIGNALS) {
      process.on(signal, () => void networkProcess.stop().finally(() => process.exit(code)))
    }
    try {
      return new TemporaryNetwork(stateDir, await networkProcess.sheet(), networkProcess)
    } catch (error) {
      await networkProcess.stop()
      throw error
    }
  }

  /** Resolves when its process has ended. */
  get ended(): Promise<void> {
    return this.#process.ended
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#process.stop()
  }
}

const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const

class NetworkProcess {
  readonly #stateDir: string
  readonly #child: ReturnType<typeof startCli>
  #stopping: Promise<void> | undefined

  constructor(stateDir: string) {
    this.#stateDir = stateDir
    this.#child = startCli(['up', '--any-port', '--state', stateDir, '--json'])
  }

  /** Output of the network once it is ready. Throws its output if it ends earlier. */
  async sheet(): Promise<Sheet> {
    const ready = Promise.withResolvers<Sheet>()
    let printed = ''
    let complaint = ''
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      const sheet = parse(printed)
      if (sheet) ready.resolve(sheet)
    })
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text
    })
    void this.#child.then(() =>
      ready.reject(new Error(`The network did not start: ${complaint.trim()}`)),
    )
    return ready.promise
  }

  /** Resolves when the process has ended. */
  get ended(): Promise<void> {
    return this.#child.then(() => {})
  }

  /** Ends the process, which removes its containers, and then its folder. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  async #stop(): Promise<void> {
    this.#child.kill()
    await this.#child
    await rm(this.#stateDir, { recursive: true, force: true })
  }
}

/** The document is there once it is whole. */
function parse(text: string): Sheet | undefined {
  try {
    return JSON.parse(text) as Sheet
  } catch {
    return undefined
  }
}
