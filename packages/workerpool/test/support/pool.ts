import { randomBytes } from 'node:crypto'
import { Chain, createClock, type NetworkClock } from '@iexec-sim/chain'
import { HubClient } from '@iexec-sim/chain/client'
import { loadGenesis } from '@iexec-sim/contracts'
import { createLog, type Door, openDoor } from '@iexec-sim/door'
import {
  type Address,
  bellecour,
  type DealId,
  encodeTag,
  type Hex,
  NO_DATASET_ORDER,
  signOrder,
  type TaskId,
  type TeeFramework,
  taskIdOf,
  ZERO_ADDRESS,
  ZERO_BYTES32,
} from '@iexec-sim/protocol'
import { Wallet } from 'ethers'
import { PoolControlClient, type TaskDetails } from '../../src/client/index.ts'
import { Workerpool } from '../../src/index.ts'

const CONTROL_TOKEN = 'control-token'

/** Fields of a test's deal; the others are plain. */
export interface DealWish {
  /** @default none */
  tag?: string
  /** @default 1 */
  trust?: bigint
  /** Number of tasks. @default 1 */
  volume?: bigint
  /** Location of the app's image. @default the one letter `a` */
  multiaddr?: Hex
  /** @default 0, of 300 seconds */
  category?: bigint
}

/** Options of a test's pool. */
export interface PoolWish {
  dir?: string
  sms?: Partial<Record<TeeFramework, string>>
}

/** Responses of public routes; their members depend on the route. */
export interface PublicBody {
  [member: string]: unknown
  replicates: { statusUpdateList: { status: string }[] }[]
}

/**
 * A real chain with a real workerpool behind a real door. Its deals are handed over by
 * {@link match}; nothing polls.
 */
export class TestPool {
  readonly clock: NetworkClock
  readonly chain: Chain
  readonly hub: HubClient
  /** IPFS hashes of results, as the result proxy would tell them. */
  readonly uploaded = new Map<TaskId, string>()
  readonly lines: string[] = []
  #pool!: Workerpool
  #door!: Door
  #app!: Address

  private constructor(chain: Chain, clock: NetworkClock) {
    this.chain = chain
    this.clock = clock
    this.hub = new HubClient({ rpc: chain, hub: bellecour.hub })
  }

  static async start(wish: PoolWish = {}): Promise<TestPool> {
    const clock = createClock()
    const log = createLog({ level: 'silent' })
    const chain = await Chain.start({
      profile: bellecour,
      genesis: loadGenesis('bellecour'),
      clock,
      log,
    })
    const pool = new TestPool(chain, clock)
    pool.#app = (await pool.hub.as(pool.wallet(0)).createApp(pool.#newApp())).address
    await pool.open(wish)
    return pool
  }

  get url(): string {
    return this.#door.url
  }

  /**
   * A development account: 0 the requester, 1 the pool's owner, 2 to 5 its workers, 6 a stranger.
   */
  wallet(index: number): Wallet {
    return new Wallet(this.chain.accounts[index]!.privateKey)
  }

  /** Opens the pool, for the first time or again. */
  async open({ dir, sms = {} }: PoolWish = {}): Promise<void> {
    const owner = this.wallet(1)
    const log = createLog({
      level: 'debug',
      stream: { write: (line) => void this.lines.push(line) },
    })
    this.#pool = new Workerpool({
      workerpool: this.chain.addresses.debugWorkerpool as Address,
      hub: bellecour.hub,
      chainId: bellecour.chainId,
      generation: bellecour.generation,
      version: bellecour.versions.core,
      owner,
      chain: this.hub,
      writer: this.hub.as(owner),
      sms,
      results: { ipfsHash: async (taskId) => this.uploaded.get(taskId) },
      resultProxyUrl: 'http://127.0.0.1:1',
      workers: [2, 3, 4, 5].map((index) => this.wallet(index).address as Address),
      controlToken: CONTROL_TOKEN,
      clock: this.clock,
      log,
      ...(dir === undefined ? {} : { dir }),
    })
    this.#door = await openDoor({ name: 'workerpool', port: 0, log, plugin: this.#pool.plugin })
    this.#pool.start(this.#door.url)
  }

  /** Closes pool and door; the chain goes on. */
  async shut(): Promise<void> {
    await this.#door.close()
    await this.#pool.close()
  }

  async close(): Promise<void> {
    await this.shut()
    await this.chain.close()
  }

  /** Hands deals and task events over, as the event feed does. */
  async tell(deals: readonly DealId[], tasks: readonly TaskId[] = []): Promise<void> {
    await this.#pool.onBlocks(await this.hub.blockNumber(), deals, tasks)
  }

  /** Matches orders of price zero without a word to the pool. */
  async matchUnseen(wish: DealWish = {}): Promise<{ dealId: DealId; taskId: TaskId }> {
    const { dealId } = await this.hub.as(this.wallet(0)).matchOrders(await this.#orders(wish))
    return { dealId, taskId: taskIdOf(dealId, 0) }
  }

  /** Matches orders and tells the pool. */
  async match(wish: DealWish = {}): Promise<{ dealId: DealId; taskId: TaskId }> {
    const matched = await this.matchUnseen(wish)
    await this.tell([matched.dealId])
    return matched
  }

  /** The task as soon as it is as wished. Rejects when it is over before. */
  async until(taskId: TaskId, wished: (task: TaskDetails) => boolean): Promise<TaskDetails> {
    const client = new PoolControlClient(this.url, CONTROL_TOKEN)
    let seen = 0
    for (;;) {
      const task = await client.task(taskId, seen)
      if (!task) throw new Error(`the pool does not know ${taskId}`)
      if (wished(task)) return task
      if (task.revision === seen)
        throw new Error(`${taskId} stays ${JSON.stringify(task.statuses.at(-1))}`)
      seen = task.revision
    }
  }

  /** Statuses of a task so far, once its last is this one. */
  async statuses(taskId: TaskId, last: string): Promise<string[]> {
    const { statuses } = await this.until(taskId, (task) => task.statuses.at(-1)?.status === last)
    return statuses.map(({ status }) => status)
  }

  /** GET of a public route. */
  async get(path: string, authorization?: string): Promise<{ status: number; body: PublicBody }> {
    const response = await fetch(this.url + path, {
      headers: authorization === undefined ? {} : { authorization },
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
  }

  #newApp(multiaddr: Hex = '0x61') {
    const owner = this.wallet(0).address as Address
    return {
      owner,
      name: `app at ${multiaddr}`,
      type: 'DOCKER',
      multiaddr,
      checksum: ZERO_BYTES32,
      mrenclave: '0x' as Hex,
    }
  }

  async #orders({ tag = '', trust = 1n, volume = 1n, category = 0n, multiaddr }: DealWish) {
    const domain = { chainId: bellecour.chainId, hub: bellecour.hub }
    const base = {
      volume,
      tag: encodeTag(tag),
      salt: `0x${randomBytes(32).toString('hex')}` as Hex,
    }
    const anyone = { requesterrestrict: ZERO_ADDRESS, datasetrestrict: ZERO_ADDRESS }
    const level = { category, trust }
    const workerpool = this.chain.addresses.debugWorkerpool as Address
    const requester = this.wallet(0)
    const app = multiaddr
      ? (await this.hub.as(requester).createApp(this.#newApp(multiaddr))).address
      : this.#app
    const appOrder = { ...base, ...anyone, app, appprice: 0n, workerpoolrestrict: ZERO_ADDRESS }
    const poolOrder = {
      ...base,
      ...anyone,
      ...level,
      workerpool,
      workerpoolprice: 0n,
      apprestrict: ZERO_ADDRESS,
    }
    const ceilings = { appmaxprice: 0n, datasetmaxprice: 0n, workerpoolmaxprice: 0n }
    const people = {
      requester: requester.address as Address,
      beneficiary: requester.address as Address,
    }
    const request = {
      ...base,
      ...level,
      ...ceilings,
      ...people,
      app,
      workerpool,
      dataset: ZERO_ADDRESS,
      callback: ZERO_ADDRESS,
      params: '{}',
    }
    return {
      app: await signOrder('AppOrder', appOrder, domain, requester),
      dataset: NO_DATASET_ORDER,
      workerpool: await signOrder('WorkerpoolOrder', poolOrder, domain, this.wallet(1)),
      request: await signOrder('RequestOrder', request, domain, requester),
    }
  }
}
