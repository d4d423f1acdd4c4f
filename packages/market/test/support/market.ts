import { randomBytes } from 'node:crypto'
import { Chain, createClock, type NetworkClock } from '@iexec-sim/chain'
import { HubClient, type HubWriter, interfaces } from '@iexec-sim/chain/client'
import { loadGenesis } from '@iexec-sim/contracts'
import { createLog, type Door, openDoor } from '@iexec-sim/door'
import {
  type Address,
  bellecour,
  encodeTag,
  type Hex,
  type LoginChallenge,
  loginChallengeHash,
  NO_DATASET_ORDER,
  type OrderKind,
  type OrderOf,
  orderHash,
  type Profile,
  signOrder,
  ZERO_ADDRESS,
  ZERO_BYTES32,
} from '@iexec-sim/protocol'
import { Wallet } from 'ethers'
import { io, type Socket } from 'socket.io-client'
import { MarketClient } from '../../src/client/index.ts'
import { Market, type MarketOptions, marketErrorBody } from '../../src/index.ts'

/** Account that makes each kind of order. */
export const MAKERS = { AppOrder: 0, DatasetOrder: 3, WorkerpoolOrder: 1, RequestOrder: 2 } as const

/** Response to a request. */
export interface Answer {
  status: number
  body: Record<string, unknown> & { orders: { orderHash: string }[]; error: string }
}

/** Options of a test's market that differ from the usual ones. */
export interface MarketWish
  extends Partial<Pick<MarketOptions, 'dir' | 'maxOpenOrdersPerWallet' | 'rateLimit'>> {
  /** @default one on IPv4 */
  host?: string
  allowedOrigins?: string[]
}

/** Fields of an order a test is about; the others are plain, free and unrestricted. */
type Fields<K extends OrderKind> = Partial<OrderOf<K>>

/**
 * A real chain with a real market behind a real door. Wallets: 0 app owner, 1 pool owner, 2
 * requester, 3 dataset owner, 4 a stranger.
 */
export class TestMarket {
  readonly clock: NetworkClock
  readonly chain: Chain
  readonly hub: HubClient
  readonly profile: Profile
  app!: Address
  dataset!: Address
  workerpool!: Address
  #market!: Market
  #door!: Door
  readonly #sockets: Socket[] = []

  private constructor(profile: Profile, chain: Chain, clock: NetworkClock) {
    this.profile = profile
    this.chain = chain
    this.clock = clock
    this.hub = new HubClient({ rpc: chain, hub: profile.hub })
  }

  static async start(wish: MarketWish = {}, profile = bellecour): Promise<TestMarket> {
    const clock = createClock()
    const log = createLog({ level: 'silent' })
    const chain = await Chain.start({ profile, genesis: loadGenesis(profile.name), clock, log })
    const test = new TestMarket(profile, chain, clock)
    test.app = await test.newApp()
    const owner = test.wallet(3).address as Address
    const dataset = { owner, name: 'words', multiaddr: '0x61' as Hex, checksum: ZERO_BYTES32 }
    test.dataset = (await test.writer(3).createDataset(dataset)).address
    const pool = { owner: test.wallet(1).address as Address, description: 'pool' }
    test.workerpool = (await test.writer(1).createWorkerpool(pool)).address
    await test.open(wish)
    return test
  }

  get url(): string {
    return this.#door.url
  }

  get door(): Door {
    return this.#door
  }

  get client(): MarketClient {
    return new MarketClient(this.url, this.profile.chainId)
  }

  get domain() {
    return { chainId: this.profile.chainId, hub: this.profile.hub }
  }

  wallet(index: number): Wallet {
    return new Wallet(this.chain.accounts[index]!.privateKey)
  }

  /** Publishes an order as its maker. */
  publish<K extends OrderKind>(kind: K, order: OrderOf<K>) {
    return this.client.publish(kind, order, this.wallet(MAKERS[kind]))
  }

  /** The book's record of an order. */
  async fate<K extends OrderKind>(kind: K, order: OrderOf<K>) {
    const { status, remaining } = (await this.client.order(kind, this.hashOf(kind, order)))!
    return [status, remaining]
  }

  rpc(method: string, ...params: unknown[]): Promise<unknown> {
    return this.chain.request({ method, params })
  }

  writer(index: number): HubWriter {
    return this.hub.as(this.wallet(index))
  }

  /** Opens the market, for the first time or again. */
  async open({ host, ...wish }: MarketWish = {}): Promise<void> {
    const log = createLog({ level: 'silent' })
    const { chainId } = this.profile
    this.#market = new Market({ chainId, chain: this.hub, clock: this.clock, log, ...wish })
    await this.#market.start()
    const { plugin } = this.#market
    this.#door = await openDoor({
      name: 'market',
      port: 0,
      host,
      log,
      plugin,
      errorBody: marketErrorBody,
      ...wish,
    })
  }

  /** Closes market and door; the chain goes on. */
  async shut(): Promise<void> {
    for (const socket of this.#sockets.splice(0)) socket.disconnect()
    await this.#door.close()
    await this.#market.close()
  }

  async close(): Promise<void> {
    await this.shut()
    await this.chain.close()
  }

  /** An app of wallet 0. */
  async newApp(name = 'app'): Promise<Address> {
    const owner = this.wallet(0).address as Address
    const app = {
      owner,
      name,
      type: 'DOCKER',
      multiaddr: '0x61',
      checksum: ZERO_BYTES32,
      mrenclave: '0x',
    } as const
    return (await this.writer(0).createApp(app)).address
  }

  appOrder(fields: Fields<'AppOrder'> = {}, signer = 0): Promise<OrderOf<'AppOrder'>> {
    const restrict = {
      datasetrestrict: ZERO_ADDRESS,
      workerpoolrestrict: ZERO_ADDRESS,
      requesterrestrict: ZERO_ADDRESS,
    }
    const order = { ...base(), ...restrict, app: this.app, appprice: 0n, ...fields }
    return signOrder('AppOrder', order, this.domain, this.wallet(signer))
  }

  datasetOrder(fields: Fields<'DatasetOrder'> = {}, signer = 3): Promise<OrderOf<'DatasetOrder'>> {
    const restrict = {
      apprestrict: ZERO_ADDRESS,
      workerpoolrestrict: ZERO_ADDRESS,
      requesterrestrict: ZERO_ADDRESS,
    }
    const order = { ...base(), ...restrict, dataset: this.dataset, datasetprice: 0n, ...fields }
    return signOrder('DatasetOrder', order, this.domain, this.wallet(signer))
  }

  poolOrder(
    fields: Fields<'WorkerpoolOrder'> = {},
    signer = 1,
  ): Promise<OrderOf<'WorkerpoolOrder'>> {
    const restrict = {
      apprestrict: ZERO_ADDRESS,
      datasetrestrict: ZERO_ADDRESS,
      requesterrestrict: ZERO_ADDRESS,
    }
    const level = { category: 0n, trust: 1n }
    const order = {
      ...base(),
      ...restrict,
      ...level,
      workerpool: this.workerpool,
      workerpoolprice: 0n,
      ...fields,
    }
    return signOrder('WorkerpoolOrder', order, this.domain, this.wallet(signer))
  }

  request(fields: Fields<'RequestOrder'> = {}, signer = 2): Promise<OrderOf<'RequestOrder'>> {
    const requester = this.wallet(2).address as Address
    const order = {
      ...base(),
      app: this.app,
      appmaxprice: 0n,
      dataset: ZERO_ADDRESS,
      datasetmaxprice: 0n,
      workerpool: ZERO_ADDRESS,
      workerpoolmaxprice: 0n,
      requester,
      category: 0n,
      trust: 1n,
      beneficiary: requester,
      callback: ZERO_ADDRESS,
      params: '{}',
      ...fields,
    }
    return signOrder('RequestOrder', order, this.domain, this.wallet(signer))
  }

  hashOf<K extends OrderKind>(kind: K, order: OrderOf<K>): Hex {
    return orderHash(kind, order, this.domain)
  }

  /** Matches orders; those left out are plain and not of the book. */
  async match(orders: {
    app?: OrderOf<'AppOrder'>
    dataset?: OrderOf<'DatasetOrder'>
    workerpool?: OrderOf<'WorkerpoolOrder'>
    request?: OrderOf<'RequestOrder'>
  }) {
    const matched = await this.writer(2).matchOrders({
      app: orders.app ?? (await this.appOrder()),
      dataset: orders.dataset ?? NO_DATASET_ORDER,
      workerpool: orders.workerpool ?? (await this.poolOrder()),
      request:
        orders.request ??
        (await this.request({ workerpool: orders.workerpool?.workerpool ?? ZERO_ADDRESS })),
    })
    await this.caughtUp()
    return matched
  }

  /** Cancels an order on the chain. */
  async cancel(kind: OrderKind, order: OrderOf<OrderKind>, signer: number): Promise<void> {
    const call = `manage${kind}`
    const operation = { order, operation: 1, sign: '0x' }
    await this.writer(signer).send(interfaces.hub(), this.profile.hub, call, [operation])
    await this.caughtUp()
  }

  /** Resolves when the market has read all the chain has now. */
  async caughtUp(): Promise<void> {
    const head = await this.hub.blockNumber()
    while (Number((await this.get('/metrics')).body.lastBlock) < head)
      await new Promise(setImmediate)
  }

  /** GET of a path; the chain's id is added. */
  async get(path: string, query: Record<string, string> = {}): Promise<Answer> {
    return answered(
      fetch(
        `${this.url}${path}?${new URLSearchParams({ chainId: String(this.profile.chainId), ...query })}`,
      ),
    )
  }

  /** The header of a wallet that has signed its challenge. */
  async authorization(wallet: Wallet): Promise<string> {
    const { data } = (await this.get('/challenge', { address: wallet.address }))
      .body as unknown as {
      data: LoginChallenge
    }
    const signature = await wallet.signTypedData(
      data.domain,
      { Challenge: data.types.Challenge },
      data.message,
    )
    return `${loginChallengeHash(data)}_${signature}_${wallet.address}`
  }

  /** POST or PUT of a wallet; amounts become numbers. */
  async send(
    method: 'POST' | 'PUT',
    path: string,
    body: unknown,
    wallet: Wallet | string,
  ): Promise<Answer> {
    const authorization = typeof wallet === 'string' ? wallet : await this.authorization(wallet)
    const text =
      typeof body === 'string'
        ? body
        : JSON.stringify(body, (_key, value) => (typeof value === 'bigint' ? Number(value) : value))
    const headers = { authorization, 'content-type': 'application/json' }
    return answered(
      fetch(`${this.url}${path}?chainId=${this.profile.chainId}`, { method, headers, body: text }),
    )
  }

  /**
   * A socket.io client of a channel, and what it has been told; `next` resolves with the next event
   * of a name.
   */
  async listen(topic: 'orders' | 'deals', options: { transports?: string[] } = {}) {
    const socket = io(this.url, { path: '/ws', reconnection: false, forceNew: true, ...options })
    this.#sockets.push(socket)
    await new Promise<void>((resolve, reject) =>
      socket.once('connect', resolve).once('connect_error', reject),
    )
    await socket.emitWithAck('join', { chainId: this.profile.chainId, topic })
    const told: [string, unknown][] = []
    socket.onAny((name: string, message: unknown) => told.push([name, message]))
    return {
      told,
      next: <T>(name: string) => new Promise<T>((resolve) => socket.once(name, resolve)),
    }
  }
}

const base = () => ({
  volume: 1n,
  tag: encodeTag(''),
  salt: `0x${randomBytes(32).toString('hex')}` as Hex,
})

async function answered(asked: Promise<Response>): Promise<Answer> {
  const response = await asked
  if (!response.headers.get('content-type')?.includes('application/json'))
    throw new Error('the answer is no JSON')
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}
