import { on } from 'node:events'
import { watch } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { StringDecoder } from 'node:string_decoder'

/** Lines of a text file that something else writes: those it has, and those it gets. */
export class FollowedFile implements AsyncDisposable {
  readonly #file: string
  readonly #handle: FileHandle
  #position = 0
  #partial = ''
  #decoder = new StringDecoder('utf8')

  private constructor(file: string, handle: FileHandle) {
    this.#file = file
    this.#handle = handle
  }

  /** Opens it; rejects as Node.js does when it cannot be read. */
  static async open(file: string): Promise<FollowedFile> {
    return new FollowedFile(file, await open(file))
  }

  /**
   * Whole lines from where the last reading ended. A file that got shorter is read from its start
   * again: a new network took its place.
   */
  async *lines(): AsyncGenerator<string, void> {
    const { size } = await this.#handle.stat()
    if (size < this.#position) this.#startAgain()
    const bytes = Buffer.alloc(65_536)
    for (;;) {
      const { bytesRead } = await this.#handle.read(bytes, 0, bytes.length, this.#position)
      if (bytesRead === 0) return
      this.#position += bytesRead
      const lines = (this.#partial + this.#decoder.write(bytes.subarray(0, bytesRead))).split('\n')
      this.#partial = lines.pop()!
      yield* lines
    }
  }

  /** Lines that are added, as they are, until the signal. */
  async *added(signal: AbortSignal): AsyncGenerator<string, void> {
    const watcher = watch(this.#file)
    try {
      const changes = on(watcher, 'change', { signal })
      // What was added before the watch began has no event.
      yield* this.lines()
      for await (const _change of changes) yield* this.lines()
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      watcher.close()
    }
  }

  #startAgain(): void {
    this.#position = 0
    this.#partial = ''
    this.#decoder = new StringDecoder('utf8')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close()
  }
}
