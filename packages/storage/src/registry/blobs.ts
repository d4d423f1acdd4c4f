import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { writeWholeFile } from '@iexec-sim/base'

/** A part of a blob. */
export interface ByteRange {
  /** First byte, from 0. */
  start: number
  /** Last byte. @default the blob's last */
  end?: number | undefined
}

/** Blobs as files named by their digest. A blob that is there is whole. */
export class Blobs {
  readonly #dir: string

  constructor(dir: string) {
    this.#dir = dir
  }

  /** Size of a blob in bytes; `undefined` when it is not here. */
  sizeOf(digest: string): number | undefined {
    return statSync(this.#path(digest), { throwIfNoEntry: false })?.size
  }

  /** Opens the bytes of a blob that is here. */
  read(digest: string, range?: ByteRange): Readable {
    return createReadStream(this.#path(digest), range)
  }

  /** Takes over a file whose digest this is; the file is gone afterwards. */
  adopt(digest: string, file: string): void {
    const path = this.#path(digest)
    this.#makeFolder()
    renameSync(file, path)
  }

  /** Writes a small blob and returns its digest. */
  put(bytes: Uint8Array): string {
    const digest = digestOf(bytes)
    const path = this.#path(digest)
    if (existsSync(path)) return digest
    this.#makeFolder()
    writeWholeFile(path, bytes)
    return digest
  }

  #makeFolder(): void {
    mkdirSync(this.#dir, { recursive: true, mode: 0o700 })
  }

  #path(digest: string): string {
    return join(this.#dir, digest.replace('sha256:', ''))
  }
}

/** Digest of bytes in memory, `sha256:` and 64 hex digits. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
