import type { PrintedChunk } from '@iexec-sim/timeline'

/** Longest line that is waited for, characters. */
const LONGEST_LINE = 10_000

/** Makes lines of chunks, each stream of each worker for itself. */
export class LineByLine {
  readonly #print: (worker: string, line: string) => void
  readonly #open = new Map<string, { worker: string; text: string }>()

  constructor(print: (worker: string, line: string) => void) {
    this.#print = print
  }

  /** Takes a chunk and prints the lines that it completes. */
  add({ worker, stream, text }: Pick<PrintedChunk, 'worker' | 'stream' | 'text'>): void {
    const key = `${worker} ${stream}`
    const lines = ((this.#open.get(key)?.text ?? '') + text).split('\n')
    const rest = lines.pop()!
    for (const line of lines) this.#print(worker, line)
    if (rest.length < LONGEST_LINE) {
      this.#open.set(key, { worker, text: rest })
      return
    }
    this.#print(worker, rest)
    this.#open.delete(key)
  }

  /** Prints lines that never ended. */
  end(): void {
    for (const { worker, text } of this.#open.values()) if (text !== '') this.#print(worker, text)
    this.#open.clear()
  }
}
