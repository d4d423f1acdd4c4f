import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '@iexec-sim/protocol'
import type { FastifyPluginAsync } from 'fastify'
import type { Logger } from 'pino'
import { DropboxFiles } from './dropbox/files.ts'
import { dropboxPlugin } from './dropbox/plugin.ts'
import { gatewayPlugin } from './ipfs/gateway.ts'
import { type Added, type Content, IpfsNode } from './ipfs/ipfs-node.ts'
import { Logins } from './results/logins.ts'
import { resultProxyPlugin } from './results/plugin.ts'
import { type ResultChain, ResultProxy } from './results/result-proxy.ts'
import { ResultStore } from './results/result-store.ts'
import { Tokens } from './results/tokens.ts'

/** What the storage of a network is made of. */
export interface StorageOptions {
  chain: ResultChain
  chainId: number
  /** Version text the result proxy answers. */
  version: string
  clock: Clock
  log: Logger
  /** Folder for blocks and databases; in memory without. */
  dir?: string
  /** Largest result, bytes. @default 256 MiB */
  maxResultBytes?: number
}

/** IPFS-like storage of a network: the gateway, Kubo's add, and the result proxy in front of it. */
export class Storage {
  /** Routes of the gateway. */
  readonly gatewayPlugin: FastifyPluginAsync
  /** Routes of the result proxy. */
  readonly resultProxyPlugin: FastifyPluginAsync
  /** Routes of what stands in for Dropbox. */
  readonly dropboxPlugin: FastifyPluginAsync
  readonly #ipfs: IpfsNode
  readonly #store: ResultStore
  readonly #scratch: string | undefined

  constructor({ chain, chainId, version, clock, log, dir, maxResultBytes = 256 * 1024 ** 2 }: StorageOptions) {
    this.#scratch = dir === undefined ? mkdtempSync(join(tmpdir(), 'iexec-sim-uploads-')) : undefined
    const uploadDir = this.#scratch ?? join(dir!, 'uploads')
    rmSync(uploadDir, { recursive: true, force: true })
    mkdirSync(uploadDir, { recursive: true, mode: 0o700 })
    this.#ipfs = new IpfsNode(dir === undefined ? undefined : join(dir, 'blocks'))
    this.#store = new ResultStore(dir === undefined ? ':memory:' : join(dir, 'results.db'))
    const store = this.#store
    const tokens = new Tokens({ store, clock, keyFile: dir === undefined ? undefined : join(dir, 'jwt-sign.key') })
    const proxy = new ResultProxy({ chain, store, tokens, clock, log })
    this.gatewayPlugin = gatewayPlugin(this.#ipfs, maxResultBytes)
    this.dropboxPlugin = dropboxPlugin(new DropboxFiles(join(this.#scratch ?? dir!, 'dropbox')), maxResultBytes)
    this.resultProxyPlugin = resultProxyPlugin({
      chainId,
      version,
      ipfs: this.#ipfs,
      store,
      tokens,
      logins: new Logins({ chainId, clock }),
      proxy,
      uploadDir,
      maxResultBytes,
    })
  }

  /** Adds content without HTTP. */
  add(content: Content): Promise<Added> {
    return this.#ipfs.add(content)
  }

  /**
   * The bytes of a file: `<cid>` or `<cid>/<path>`, `/ipfs/` before it or not. `undefined` when it is not here; throws
   * `SyntaxError` for what is no CID.
   */
  async cat(path: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    return (await this.#ipfs.find(path.replace(/^\/ipfs\//, '')))?.content()
  }

  /** Loads what the first file would have to wait for; nothing depends on it. */
  warmUp(): Promise<void> {
    return this.#ipfs.warmUp()
  }

  close(): void {
    this.#store.close()
    if (this.#scratch !== undefined) rmSync(this.#scratch, { recursive: true, force: true })
  }
}
