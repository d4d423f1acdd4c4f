import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'

/** End of a program. */
export interface ProgramRun {
  /** `undefined` when a signal ended it. */
  exitCode: number | undefined
  /** Whether it was killed because its time was over. */
  timedOut: boolean
  /** The JSON document it wrote; `undefined` when it wrote none. */
  report: unknown
}

/** Longest report that is read, bytes. */
const MOST_REPORT_BYTES = 4 * 1024 ** 2

/**
 * A child process of an enclave program. It is started with an empty environment and reads
 * everything it knows from its standard input, so it can be started before there is anything to
 * tell it. Its complaints go nowhere: they could hold what it was told.
 */
export class ProgramProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  readonly #ended: Promise<[code: number | null]>

  constructor(bundlePath: string) {
    this.#child = spawn(process.execPath, [...process.execArgv, bundlePath], {
      env: {},
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    this.#ended = once(this.#child, 'close') as Promise<[number | null]>
    this.#ended.catch(() => {}) // a failed start is reported to the caller of run
    this.#child.stdin.on('error', () => {}) // it ended before it had read all: its exit tells
  }

  /** Hands the program its input and waits for its end. */
  async run(input: object, { timeLimitMs, signal }: ProgramLimits): Promise<ProgramRun> {
    let timedOut = false
    const timer = setTimeout(
      () => {
        timedOut = true
        this.kill()
      },
      Math.min(timeLimitMs, 2 ** 31 - 1),
    ) // longer would fire at once
    const abort = () => this.kill()
    signal?.addEventListener('abort', abort, { once: true })
    try {
      signal?.throwIfAborted()
      this.#child.stdin.end(JSON.stringify(input))
      const [text, [exitCode]] = await Promise.all([this.#readReport(), this.#ended])
      signal?.throwIfAborted()
      return { exitCode: exitCode ?? undefined, timedOut, report: parseReport(text) }
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      this.kill()
    }
  }

  /** Ends the program, if it has not ended. */
  kill(): void {
    this.#child.kill('SIGKILL')
  }

  async #readReport(): Promise<string> {
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of this.#child.stdout as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > MOST_REPORT_BYTES) this.kill()
      else chunks.push(chunk)
    }
    return Buffer.concat(chunks).toString('utf8')
  }
}

/** Bounds of one run of a program. */
export interface ProgramLimits {
  /** Milliseconds after which the program is killed. */
  timeLimitMs: number
  /** Kills the program. */
  signal?: AbortSignal | undefined
}

function parseReport(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
