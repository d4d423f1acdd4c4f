import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { Tail } from './tail.ts'

/** Output of a container on one of its two streams. */
export interface PrintedText {
  /** The last characters, at most the tail length asked for. */
  tail: string
  /** Bytes printed altogether. */
  bytes: number
}

/** Files for all output of a container, up to a limit. */
export interface OutputCapture {
  /** Path of the file for standard output; made with mode 600 when something is printed. */
  stdoutFile: string
  /** Path of the file for standard error; made with mode 600 when something is printed. */
  stderrFile: string
  /** Bytes after which a file grows no more. */
  maxBytes: number
  /** Called with all that is printed, as it comes. */
  onPrinted?: ((stream: 'stdout' | 'stderr', bytes: Uint8Array) => void) | undefined
}

const HEADER = 8
const STDERR = 2

/**
 * Reads the engine's attach stream to its end: always drained, so that a chatty container is never
 * blocked.
 */
export class OutputReader {
  readonly #streams: readonly [Sink, Sink]
  readonly #onPrinted: OutputCapture['onPrinted']

  constructor(characters: number, capture: OutputCapture | undefined) {
    this.#onPrinted = capture?.onPrinted
    this.#streams = [
      new Sink(characters, capture?.stdoutFile, capture?.maxBytes ?? 0),
      new Sink(characters, capture?.stderrFile, capture?.maxBytes ?? 0),
    ]
  }

  /** Resolves when the stream has ended and the capture files are closed. */
  async read(source: Readable): Promise<void> {
    try {
      await this.#demultiplex(source)
    } finally {
      await Promise.all(this.#streams.map((sink) => sink.close()))
    }
  }

  get stdout(): PrintedText {
    return this.#streams[0].text()
  }

  get stderr(): PrintedText {
    return this.#streams[1].text()
  }

  /**
   * Frames are eight bytes (stream, three zeros, big-endian length) and a payload; either may be
   * split between reads.
   */
  async #demultiplex(source: Readable): Promise<void> {
    let header = Buffer.alloc(0)
    let left = 0
    let sink = this.#streams[0]
    for await (const chunk of source as AsyncIterable<Buffer>) {
      let rest = chunk
      while (rest.length > 0) {
        if (left === 0) {
          const needed = HEADER - header.length
          header = Buffer.concat([header, rest.subarray(0, needed)])
          rest = rest.subarray(needed)
          if (header.length < HEADER) break
          sink = this.#streams[header[0] === STDERR ? 1 : 0]
          left = header.readUInt32BE(4)
          header = Buffer.alloc(0)
          continue
        }
        const payload = rest.subarray(0, left)
        left -= payload.length
        rest = rest.subarray(payload.length)
        this.#onPrinted?.(sink === this.#streams[1] ? 'stderr' : 'stdout', payload)
        await sink.push(payload)
      }
    }
  }
}

class Sink {
  readonly #tail: Tail
  readonly #path: string | undefined
  #room: number
  #file: WriteStream | undefined

  constructor(characters: number, path: string | undefined, maxBytes: number) {
    this.#tail = new Tail(characters)
    this.#path = path
    this.#room = maxBytes
  }

  async push(bytes: Buffer): Promise<void> {
    this.#tail.push(bytes)
    if (this.#path === undefined || this.#room === 0) return
    this.#file ??= open(this.#path)
    // A file that failed, because its folder was removed for example, drains no more.
    if (this.#file.errored) throw this.#file.errored
    const kept = bytes.subarray(0, this.#room)
    this.#room -= kept.length
    if (!this.#file.write(kept)) await once(this.#file, 'drain')
  }

  text(): PrintedText {
    return { tail: this.#tail.toString(), bytes: this.#tail.total }
  }

  async close(): Promise<void> {
    if (this.#file === undefined) return
    this.#file.end()
    await finished(this.#file)
  }
}

function open(path: string): WriteStream {
  const file = createWriteStream(path, { mode: 0o600 })
  file.on('error', () => {}) // reported by the write or by close(), whichever waits for it
  return file
}
