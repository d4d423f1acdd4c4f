import { createHash, type Hash, randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Blobs } from './blobs.ts'
import { OciError } from './oci-error.ts'

/** Largest blob, bytes. */
const MAX_BLOB_BYTES = 16 * 1024 ** 3
/** Uploads that may be under way at once. One more ends the longest idle. */
const MAX_UPLOADS = 64

interface Upload {
  file: string
  hash: Hash
  size: number
  isBusy: boolean
}

/**
 * Blobs that arrive in parts. What has arrived is hashed on its way to a file, so that an upload
 * goes on where it broke off. A restart forgets them all.
 */
export class Uploads {
  readonly #dir: string
  readonly #blobs: Blobs
  readonly #maxBytes: number
  /** By id; the longest idle first. */
  readonly #open = new Map<string, Upload>()
  #isReady = false

  constructor(dir: string, blobs: Blobs, maxBytes = MAX_BLOB_BYTES) {
    this.#dir = dir
    this.#blobs = blobs
    this.#maxBytes = maxBytes
  }

  /** Begins an upload and returns its id. */
  begin(): string {
    if (!this.#isReady) {
      rmSync(this.#dir, { recursive: true, force: true })
      mkdirSync(this.#dir, { recursive: true, mode: 0o700 })
      this.#isReady = true
    }
    if (this.#open.size >= MAX_UPLOADS) this.#endIdlest()
    const id = randomUUID()
    const file = join(this.#dir, id)
    this.#open.set(id, { file, hash: createHash('sha256'), size: 0, isBusy: false })
    return id
  }

  /** Bytes that have arrived; throws `BLOB_UPLOAD_UNKNOWN`. */
  sizeOf(id: string): number {
    return this.#get(id).size
  }

  /**
   * Adds bytes to an upload, which begin at `from` if that is given, and returns how many there are
   * now. Those that arrived before a failure of the connection count.
   */
  async append(id: string, body: Readable, from?: number): Promise<number> {
    const upload = this.#get(id)
    if (upload.isBusy || (from !== undefined && from !== upload.size)) throw outOfTurn(upload)
    this.#open.delete(id)
    this.#open.set(id, upload)
    upload.isBusy = true
    try {
      await this.#write(id, upload, body)
    } finally {
      upload.isBusy = false
    }
    return upload.size
  }

  /** Makes an upload a blob if its digest is this one. It is gone in any case. */
  finish(id: string, digest: string): void {
    const upload = this.#get(id)
    if (upload.isBusy) throw outOfTurn(upload)
    const { file, hash, size } = upload
    this.#open.delete(id)
    const actual = `sha256:${hash.digest('hex')}`
    if (actual !== digest) {
      rmSync(file, { force: true })
      throw new OciError('DIGEST_INVALID', `the digest of the ${size} bytes is ${actual}`)
    }
    if (size > 0) this.#blobs.adopt(digest, file)
    else this.#blobs.put(new Uint8Array())
  }

  async #write(id: string, upload: Upload, body: Readable): Promise<void> {
    const file = await open(upload.file, 'a', 0o600)
    try {
      // What is too much stays unread instead of ending the connection: the refusal has to arrive.
      for await (const chunk of body.iterator({
        destroyOnReturn: false,
      }) as AsyncIterable<Buffer>) {
        if (upload.size + chunk.length > this.#maxBytes)
          throw new OciError('SIZE_INVALID', `a blob may have ${this.#maxBytes} bytes`)
        await file.writeFile(chunk)
        upload.hash.update(chunk)
        upload.size += chunk.length
      }
    } catch (error) {
      if (body.errored) throw new OciError('BLOB_UPLOAD_INVALID', 'the connection broke off')
      // The file may end in the middle of a chunk that is not in the digest.
      this.#drop(id, upload)
      throw error
    } finally {
      await file.close()
    }
  }

  #endIdlest(): void {
    const idle = [...this.#open].find(([, { isBusy }]) => !isBusy)
    if (!idle) throw new OciError('TOOMANYREQUESTS', `${MAX_UPLOADS} uploads are under way`)
    this.#drop(...idle)
  }

  #drop(id: string, { file }: Upload): void {
    this.#open.delete(id)
    rmSync(file, { force: true })
  }

  #get(id: string): Upload {
    const upload = this.#open.get(id)
    if (!upload) throw new OciError('BLOB_UPLOAD_UNKNOWN', 'no such upload is under way')
    return upload
  }
}

const outOfTurn = ({ size }: Upload) =>
  new OciError('BLOB_UPLOAD_INVALID', `the upload has ${size} bytes`, {
    status: 416,
    headers: { range: rangeOf(size) },
  })

/** The range of the bytes that have arrived, as registries write it. */
export const rangeOf = (size: number): string => `0-${Math.max(size - 1, 0)}`
