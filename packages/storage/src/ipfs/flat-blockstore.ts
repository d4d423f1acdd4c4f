import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeWholeFile } from '@iexec-sim/base'
import { BaseBlockstore } from 'blockstore-core'
import type { CID } from 'multiformats/cid'

/**
 * Blocks as files named by their CID. A block that is there is whole: it is written beside its
 * place and moved there.
 */
export class FlatBlockstore extends BaseBlockstore {
  readonly #dir: string

  constructor(dir: string) {
    super()
    this.#dir = dir
  }

  override async put(
    cid: CID,
    value: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  ): Promise<CID> {
    const path = this.#path(cid)
    if (existsSync(path)) return cid
    mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 })
    writeWholeFile(path, value instanceof Uint8Array ? value : await joined(value))
    return cid
  }

  override *get(cid: CID): Generator<Uint8Array> {
    yield readFileSync(this.#path(cid))
  }

  override has(cid: CID): boolean {
    return existsSync(this.#path(cid))
  }

  /**
   * By the digest, so that both versions of a CID name the same block; spread over folders by its
   * last characters.
   */
  #path(cid: CID): string {
    const name = Buffer.from(cid.multihash.bytes).toString('hex')
    return join(this.#dir, name.slice(-2), name)
  }
}

async function joined(parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const part of parts) chunks.push(part)
  return Buffer.concat(chunks)
}
