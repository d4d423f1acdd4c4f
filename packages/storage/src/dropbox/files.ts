import { createHash } from 'node:crypto'
import { createReadStream, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** A stored file, as Dropbox describes it. */
export interface KeptFile {
  /** Bytes. */
  size: number
  /** Bytes of the file. */
  content: Readable
}

/**
 * The files of every account, each account known by its token alone. Neither tokens nor paths
 * become file names.
 */
export class DropboxFiles {
  readonly #dir: string

  constructor(dir: string) {
    this.#dir = dir
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    // Uploads that the end of a process cut off.
    for (const name of readdirSync(dir)) if (name.includes('.')) rmSync(join(dir, name))
  }

  /**
   * Keeps a file, in the place of one at the same path, and returns its size in bytes. `undefined`:
   * more than `maxBytes` came.
   */
  async put(
    token: string,
    path: string,
    content: Readable,
    maxBytes: number,
  ): Promise<number | undefined> {
    const file = this.#file(token, path)
    const arriving = `${file}.${process.hrtime.bigint()}`
    let size = 0
    async function* bounded() {
      for await (const chunk of content as AsyncIterable<Buffer>) {
        size += chunk.length
        // Excess bytes are read and dropped: a sender that is cut off would not receive the reason.
        if (size <= maxBytes) yield chunk
      }
    }
    try {
      // Open before anything can fail: a stream that opens its file by itself may do so after the
      // failure was cleaned up.
      const kept = await open(arriving, 'w', 0o600)
      await pipeline(bounded, kept.createWriteStream())
      if (size > maxBytes) return undefined
      renameSync(arriving, file)
      return size
    } finally {
      rmSync(arriving, { force: true })
    }
  }

  /** A file, or `undefined` when the account keeps none at that path. */
  get(token: string, path: string): KeptFile | undefined {
    const file = this.#file(token, path)
    const size = statSync(file, { throwIfNoEntry: false })?.size
    return size === undefined ? undefined : { size, content: createReadStream(file) }
  }

  #file(token: string, path: string): string {
    return join(
      this.#dir,
      createHash('sha256')
        .update(JSON.stringify([token, path]))
        .digest('hex'),
    )
  }
}
