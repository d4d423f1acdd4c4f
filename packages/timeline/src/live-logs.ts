import { StringDecoder } from 'node:string_decoder'
import type { TaskId } from '@iexec-sim/protocol'

/** Text that an app printed, as it came. */
export interface PrintedChunk {
  /** Grows with each chunk of the network. */
  seq: number
  /** The task. */
  taskId: TaskId
  /** Name of the worker that runs the app. */
  worker: string
  /** The stream it was printed on. */
  stream: 'stdout' | 'stderr'
  /** The text; a character is never split. */
  text: string
}

/** Characters kept of a worker's run of a task: as many as the pool serves afterwards. */
const MOST_CHARACTERS = 100_000
/** Chunks kept of it, since an app may print single characters. */
const MOST_CHUNKS = 10_000
/** Runs that are kept; the pool has the output of those that are over. */
const MOST_RUNS = 16

interface Run {
  taskId: TaskId
  chunks: PrintedChunk[]
  characters: number
  decoders: Record<PrintedChunk['stream'], StringDecoder>
}

/** What apps print while they run: the last of it, and each chunk to subscribers. */
export class LiveLogs {
  readonly #runs = new Map<string, Run>()
  readonly #listeners = new Set<(chunk: PrintedChunk) => void>()
  #seq = 0

  /** Takes bytes that an app printed. */
  printed(taskId: TaskId, worker: string, stream: PrintedChunk['stream'], bytes: Uint8Array): void {
    const run = this.#run(taskId, worker)
    const text = run.decoders[stream].write(Buffer.from(bytes)).slice(-MOST_CHARACTERS)
    if (text === '') return
    this.#seq += 1
    const chunk = { seq: this.#seq, taskId, worker, stream, text }
    run.chunks.push(chunk)
    run.characters += text.length
    while (run.characters > MOST_CHARACTERS && run.chunks.length > 1)
      run.characters -= run.chunks.shift()!.text.length
    // In bulk: taking one away each time moves all of them.
    if (run.chunks.length > 2 * MOST_CHUNKS) {
      run.chunks.splice(0, MOST_CHUNKS)
      run.characters = run.chunks.reduce((sum, kept) => sum + kept.text.length, 0)
    }
    for (const listener of this.#listeners) {
      try {
        listener(chunk)
      } catch {
        // Who looks at a task must not disturb it.
      }
    }
  }

  /** What is kept of a task's output after a chunk, oldest first. */
  ofTask(taskId: TaskId, afterSeq = 0): PrintedChunk[] {
    return [...this.#runs.values()]
      .filter((run) => run.taskId === taskId)
      .flatMap(({ chunks }) => chunks.filter(({ seq }) => seq > afterSeq))
      .sort((a, b) => a.seq - b.seq)
  }

  /** Calls a listener with each chunk from now on; returns what ends that. */
  subscribe(listener: (chunk: PrintedChunk) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Forgets everything, as a network does that is restored to another moment. */
  clear(): void {
    this.#runs.clear()
  }

  #run(taskId: TaskId, worker: string): Run {
    const key = `${taskId} ${worker}`
    const known = this.#runs.get(key)
    if (known) return known
    const decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') }
    const run: Run = { taskId, chunks: [], characters: 0, decoders }
    this.#runs.set(key, run)
    if (this.#runs.size > MOST_RUNS) this.#runs.delete(this.#runs.keys().next().value!)
    return run
  }
}
