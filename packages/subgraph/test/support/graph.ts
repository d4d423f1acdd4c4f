import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Chain, createClock } from '@iexec-sim/chain'
import { HubClient, type HubWriter } from '@iexec-sim/chain/client'
import { dataProtectorAbi, loadGenesis } from '@iexec-sim/contracts'
import { createLog, type Door, openDoor } from '@iexec-sim/door'
import {
  type Address,
  bellecour,
  type DealId,
  developmentWallet,
  type Hex,
  NO_DATASET_ORDER,
  type OrderOf,
  signHash,
  signOrder,
  type TaskId,
  taskIdOf,
  workerpoolAuthorizationHash,
  ZERO_ADDRESS,
  ZERO_BYTES32,
} from '@iexec-sim/protocol'
import { Storage } from '@iexec-sim/storage'
import { GatewayClient } from '@iexec-sim/storage/client'
import { Interface } from 'ethers'
import type { ContentReader } from '../../src/index/chain-reader.ts'
import { Subgraphs } from '../../src/index.ts'

/** An answer as a client gets it. */
export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
  data?: any
  errors?: { message: string; locations?: unknown[]; path?: unknown[] }[]
}

const DOMAIN = { chainId: bellecour.chainId, hub: bellecour.hub }
const addressOf = (index: number) => developmentWallet(index).address as Address

/** Wallets of a test: none of a network's own. */
export const REQUESTER = addressOf(20)
/** Owner of the app, of datasets and of the workerpool. */
export const OWNER = addressOf(21)
/** The only worker. */
export const WORKER = addressOf(22)

/** A real chain with real storage, and its subgraphs behind their door. */
export class TestGraph {
  readonly dir = mkdtempSync(join(tmpdir(), 'iexec-sim-subgraph-'))
  readonly chain: Chain
  readonly hub: HubClient
  readonly storage: Storage
  app!: Address
  workerpool!: Address
  #gateway!: Door
  #subgraphs!: Subgraphs
  #door!: Door

  private constructor(chain: Chain) {
    this.chain = chain
    this.hub = new HubClient({ rpc: chain, hub: bellecour.hub })
    this.storage = new Storage({
      chain: this.hub,
      chainId: bellecour.chainId,
      version: '1',
      clock: createClock(),
      log: createLog({ level: 'silent' }),
    })
  }

  static async start(): Promise<TestGraph> {
    const log = createLog({ level: 'silent' })
    const genesis = loadGenesis('bellecour')
    const graph = new TestGraph(
      await Chain.start({ profile: bellecour, genesis, clock: createClock(), log }),
    )
    const { gatewayPlugin: plugin } = graph.storage
    graph.#gateway = await openDoor({ name: 'gateway', port: 0, log, plugin, repeatable: ['arg'] })
    await graph.open()
    return graph
  }

  /** Makes the app and the workerpool that {@link match} uses. */
  async prepare(): Promise<void> {
    const app = await this.as(21).createApp({
      owner: OWNER,
      name: 'app',
      type: 'DOCKER',
      multiaddr: '0x61',
      checksum: ZERO_BYTES32,
      mrenclave: '0x',
    })
    this.app = app.address
    const pool = { owner: OWNER, description: 'pool' }
    this.workerpool = (await this.as(21).createWorkerpool(pool)).address
  }

  /** Opens the subgraphs, for the first time or again; they read lists from `content`. */
  async open(content: ContentReader = new GatewayClient(this.#gateway.url)): Promise<void> {
    const log = createLog({ level: 'silent' })
    const { voucherHub } = bellecour
    this.#subgraphs = new Subgraphs({
      chain: this.hub,
      content,
      dataProtector: loadGenesis('bellecour').addresses.dataProtector as Address,
      vouchers: { voucherHub: voucherHub!, genesisAssets: [] },
      dir: () => this.dir,
      log,
    })
    this.#door = await openDoor({ name: 'subgraph', port: 0, log, plugin: this.#subgraphs.plugin })
  }

  /** Closes the subgraphs; the chain goes on. */
  async shut(): Promise<void> {
    await this.#door.close()
    await this.#subgraphs.close()
  }

  async close(): Promise<void> {
    await this.shut()
    await this.#gateway.close()
    await this.chain.close()
    this.storage.close()
    rmSync(this.dir, { recursive: true })
  }

  /** The subgraphs themselves. */
  get subgraphs(): Subgraphs {
    return this.#subgraphs
  }

  as(wallet: number): HubWriter {
    return this.hub.as(developmentWallet(wallet) as never)
  }

  rpc(method: string, ...params: unknown[]): Promise<unknown> {
    return this.chain.request({ method, params })
  }

  /** Posts a body to a path. */
  post(body: unknown, path = '/'): Promise<Response> {
    const headers = { 'content-type': 'application/json' }
    return fetch(this.#door.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  /** Asks the subgraph that the question's fields belong to. */
  async ask(query: string, variables?: Record<string, unknown>): Promise<Answer> {
    return (await this.post({ query, variables })).json() as Promise<Answer>
  }

  /** The data of an answer; throws for errors. */
  async data(query: string, variables?: Record<string, unknown>): Promise<Answer['data']> {
    const { data, errors } = await this.ask(query, variables)
    if (errors) throw new Error(JSON.stringify(errors))
    return data
  }

  async newDataset(name: string): Promise<Address> {
    const dataset = { owner: OWNER, name, multiaddr: '0xabcd', checksum: ZERO_BYTES32 } as const
    return (await this.as(21).createDataset(dataset)).address
  }

  /** Protects a dataset: makes it with a schema. */
  async protect(name: string, schema: unknown): Promise<Address> {
    const abi = new Interface(dataProtectorAbi)
    const { dataProtector } = loadGenesis('bellecour').addresses
    const args = [OWNER, name, JSON.stringify(schema), '0xabcd', ZERO_BYTES32]
    const call = 'createDatasetWithSchema'
    const { events } = await this.as(21).send(abi, dataProtector, call, args)
    return events[0]!.args.dataset as Address
  }

  /** A signed dataset order, in the client's own form. */
  async datasetOrder(dataset: Address): Promise<OrderOf<'DatasetOrder'>> {
    const order = {
      ...NO_DATASET_ORDER,
      dataset,
      volume: 2n ** 53n - 1n,
      salt: `0x${randomBytes(32).toString('hex')}` as Hex,
    }
    return signOrder('DatasetOrder', order, DOMAIN, developmentWallet(21))
  }

  /** Makes a bulk deal of slices of datasets, whose lists are in the storage. */
  async bulk(slices: readonly (readonly Address[])[]) {
    const add = async (list: unknown) => {
      const text = JSON.stringify(list, (_, value) =>
        typeof value === 'bigint' ? String(value) : value,
      )
      return (await this.storage.add(Buffer.from(text))).cid
    }
    const lists = await Promise.all(
      slices.map(async (slice) =>
        add(await Promise.all(slice.map((dataset) => this.datasetOrder(dataset)))),
      ),
    )
    const params = JSON.stringify({ bulk_cid: await add(lists) })
    return this.match({ volume: BigInt(slices.length), params })
  }

  /** Makes a deal of free tasks. */
  async match({ volume = 1n, params = '{}', dataset = undefined as Address | undefined } = {}) {
    const open = { tag: ZERO_BYTES32, requesterrestrict: ZERO_ADDRESS }
    const salt = () => `0x${randomBytes(32).toString('hex')}` as Hex
    const { app, workerpool } = this
    const appOrder = {
      ...open,
      app,
      appprice: 0n,
      volume,
      datasetrestrict: ZERO_ADDRESS,
      workerpoolrestrict: ZERO_ADDRESS,
      salt: salt(),
    }
    const offer = {
      ...open,
      workerpool,
      workerpoolprice: 0n,
      volume,
      category: 0n,
      trust: 1n,
      apprestrict: ZERO_ADDRESS,
      datasetrestrict: ZERO_ADDRESS,
      salt: salt(),
    }
    const request = {
      app,
      appmaxprice: 0n,
      dataset: dataset ?? ZERO_ADDRESS,
      datasetmaxprice: 0n,
      workerpool,
      workerpoolmaxprice: 0n,
      requester: REQUESTER,
      volume,
      tag: ZERO_BYTES32,
      category: 0n,
      trust: 0n,
      beneficiary: REQUESTER,
      callback: ZERO_ADDRESS,
      params,
      salt: salt(),
    }
    const [requester, owner] = [developmentWallet(20), developmentWallet(21)]
    return this.as(20).matchOrders({
      app: await signOrder('AppOrder', appOrder, DOMAIN, owner),
      dataset: dataset ? await this.datasetOrder(dataset) : NO_DATASET_ORDER,
      workerpool: await signOrder('WorkerpoolOrder', offer, DOMAIN, owner),
      request: await signOrder('RequestOrder', request, DOMAIN, requester),
    })
  }

  /** Initializes a task. */
  async initialize(deal: DealId, index = 0): Promise<TaskId> {
    await this.as(21).initialize(deal, BigInt(index))
    return taskIdOf(deal, index)
  }

  /** Completes an initialized task. */
  async complete(task: TaskId, results: Hex = '0xabcd'): Promise<void> {
    const message = workerpoolAuthorizationHash(WORKER, task, ZERO_ADDRESS)
    const leave = await signHash(message, developmentWallet(21))
    const digest = `0x${'11'.repeat(32)}` as Hex
    await this.as(22).contributeAndFinalize(
      task,
      digest,
      results,
      '0x',
      ZERO_ADDRESS,
      ZERO_BYTES32,
      leave,
    )
  }
}
