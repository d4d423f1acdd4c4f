import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '@iexec-sim/base'
import { linkFolder, matchFolder } from '@iexec-sim/snapshot'
import { type Recorder, recordNothing } from '@iexec-sim/timeline'
import type { FastifyPluginAsync } from 'fastify'
import type { Logger } from 'pino'
import { DropboxFiles } from './dropbox/files.ts'
import { dropboxPlugin } from './dropbox/plugin.ts'
import { checkBlocks } from './ipfs/check-blocks.ts'
import { gatewayPlugin } from './ipfs/gateway.ts'
import { type Added, type Content, IpfsNode } from './ipfs/ipfs-node.ts'
import { registryPlugin } from './registry/plugin.ts'
import { Logins } from './results/logins.ts'
import { resultProxyPlugin } from './results/plugin.ts'
import { type ResultChain, ResultProxy } from './results/result-proxy.ts'
import { ResultStore } from './results/result-store.ts'
import { Tokens } from './results/tokens.ts'

/** Options of a network's storage. */
export interface StorageOptions {
  /** The chain. */
  chain: ResultChain
  /** Id of the chain. */
  chainId: number
  /** Version text that the result proxy returns. */
  version: string
  /** Clock that tokens expire by. */
  clock: Clock
  /** Log of the services. */
  log: Logger
  /** Takes down uploads of results. @default none */
  recorder?: Recorder
  /**
   * Folder for blocks and databases; without one, databases are in memory and the rest goes with
   * the storage.
   */
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
  /** Routes of the stand-in for Dropbox. */
  readonly dropboxPlugin: FastifyPluginAsync
  /** Routes of the registry of images. */
  readonly registryPlugin: FastifyPluginAsync
  readonly #ipfs: IpfsNode
  readonly #store: ResultStore
  readonly #scratch: string | undefined
  /** Folders of files that are never changed in place. */
  readonly #folders: Readonly<Record<'blocks' | 'dropbox', string>>

  constructor({
    chain,
    chainId,
    version,
    clock,
    log,
    recorder = recordNothing,
    dir,
    maxResultBytes = 256 * 1024 ** 2,
  }: StorageOptions) {
    this.#scratch =
      dir === undefined ? mkdtempSync(join(tmpdir(), 'iexec-sim-uploads-')) : undefined
    const uploadDir = join(this.#scratch ?? dir!, 'uploads')
    rmSync(uploadDir, { recursive: true, force: true })
    mkdirSync(uploadDir, { recursive: true, mode: 0o700 })
    const home = this.#scratch ?? dir!
    this.#folders = { blocks: join(home, 'blocks'), dropbox: join(home, 'dropbox') }
    this.#ipfs = new IpfsNode(this.#folders.blocks)
    this.#store = new ResultStore(dir === undefined ? ':memory:' : join(dir, 'results.db'))
    const store = this.#store
    const tokens = new Tokens({
      store,
      clock,
      keyFile: dir === undefined ? undefined : join(dir, 'jwt-sign.key'),
    })
    const proxy = new ResultProxy({ chain, store, tokens, clock, log, recorder })
    this.gatewayPlugin = gatewayPlugin(this.#ipfs, maxResultBytes)
    this.dropboxPlugin = dropboxPlugin(new DropboxFiles(this.#folders.dropbox), maxResultBytes)
    this.registryPlugin = registryPlugin({ dir: join(home, 'registry') })
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
   * The bytes of a file: `<cid>` or `<cid>/<path>`, `/ipfs/` before it or not. `undefined` when it
   * is not here; throws `SyntaxError` for an invalid CID.
   */
  async cat(path: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    return (await this.#ipfs.find(path.replace(/^\/ipfs\//, '')))?.content()
  }

  /** Loads the modules the first file would wait for; optional. */
  warmUp(): Promise<void> {
    return this.#ipfs.warmUp()
  }

  /** Writes what it keeps into a folder; content gets a second name there and costs no space. */
  save(dir: string): void {
    this.#store.save(join(dir, 'results.json'))
    for (const [name, folder] of Object.entries(this.#folders))
      linkFolder(folder, join(dir, name), isUnfinished)
  }

  /** Restores the state of {@link save}: later additions are gone. Throws `SNAPSHOT_CORRUPT`. */
  restore(dir: string): void {
    this.#store.restore(join(dir, 'results.json'))
    for (const [name, folder] of Object.entries(this.#folders)) matchFolder(join(dir, name), folder)
  }

  /** Throws `SNAPSHOT_CORRUPT` when a block in a folder is not the one its name says. */
  async check(dir: string): Promise<void> {
    await checkBlocks(join(dir, 'blocks'))
  }

  close(): void {
    this.#store.close()
    if (this.#scratch !== undefined) rmSync(this.#scratch, { recursive: true, force: true })
  }
}

/** Files that are being written have a dot in their names. */
const isUnfinished = (name: string): boolean => name.includes('.')
