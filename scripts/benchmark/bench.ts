import { BareContainers } from './peers/bare-containers.ts'

/** Options of a run. */
export interface BenchOptions {
  /** Whether a few rounds are enough. */
  isQuick: boolean
  /** The `iexec-sim` that is measured, a file for Node.js. */
  program: string
  /** Says a step. */
  say(line: string): void
}

/** A run of the benchmark: what its rows share. */
export class Bench implements AsyncDisposable {
  readonly isQuick: boolean
  readonly program: string
  readonly say: (line: string) => void
  readonly #kept = new AsyncDisposableStack()
  readonly #shared = new Map<string, Promise<unknown>>()

  constructor({ isQuick, program, say }: BenchOptions) {
    this.isQuick = isQuick
    this.program = program
    this.say = say
  }

  /** The number of rounds, fewer in a quick run. */
  rounds(full: number, quick: number): number {
    return this.isQuick ? quick : full
  }

  /** The engine's side, opened when a row first needs it. */
  containers(): Promise<BareContainers> {
    return this.share('containers', () => BareContainers.open())
  }

  /** Something that several rows use and that goes with the run: made once, for the first one. */
  share<T extends AsyncDisposable>(name: string, make: () => Promise<T>): Promise<T> {
    const known = this.#shared.get(name) as Promise<T> | undefined
    if (known) return known
    const made = make().then((one) => this.#kept.use(one))
    this.#shared.set(name, made)
    return made
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#kept.disposeAsync()
  }
}
