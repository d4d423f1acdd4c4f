import { HubClient, interfaces } from '../../packages/chain/src/client/index.ts'
import {
  type Address,
  address,
  bellecour,
  dealIdOf,
  developmentWallet,
  type Hex,
  type MatchedOrders,
  NO_DATASET_ORDER,
  orderHash,
  type Rpc,
  signHash,
  signOrder,
  taskIdOf,
  workerpoolAuthorizationHash,
  ZERO_ADDRESS,
  ZERO_BYTES32,
} from '../../packages/protocol/src/index.ts'

const MANY = 1_000_000n
const GAS_LIMIT = 6_000_000n
/** A thousand coins, in wei. */
const FUNDS = '0x3635c9adc5dea00000'
const RESULTS = '0xabcd'
const DOMAIN = { chainId: bellecour.chainId, hub: bellecour.hub }
/** Wallets that neither a network nor its pool uses. None of what they do costs RLC. */
const WALLETS = { requester: 20, poolOwner: 21, worker: 22 }

/** A task of doubles: the signed transactions of its three actors. */
export type DoubleTask = Record<(typeof STEPS)[number], Hex>
const STEPS = ['match', 'initialize', 'complete'] as const

/**
 * A requester, a pool and a worker that only call the hub: no scheduler and no container takes part.
 * Everything is signed before it is sent, so that chains on the same genesis can be sent the same.
 */
export class Doubles {
  readonly requester = developmentWallet(WALLETS.requester)
  readonly #poolOwner = developmentWallet(WALLETS.poolOwner)
  readonly #worker = developmentWallet(WALLETS.worker)
  readonly #nonces = { requester: 1, poolOwner: 1, worker: 0 }
  #salts = 0
  #standing: Pick<MatchedOrders, 'app' | 'workerpool'> | undefined

  /** Deploys the app and the workerpool on a chain, which every chain needs once. */
  async setUp(rpc: Rpc): Promise<void> {
    // Other chains than a network's may want a price for gas.
    for (const { address } of [this.requester, this.#poolOwner])
      await rpc.request({ method: 'hardhat_setBalance', params: [address, FUNDS] })
    const hub = new HubClient({ rpc, hub: bellecour.hub })
    const { address: app } = await hub.as(this.requester).createApp({
      owner: address(this.requester.address),
      name: 'double',
      type: 'DOCKER',
      multiaddr: '0x1234',
      checksum: ZERO_BYTES32,
      mrenclave: '0x',
    })
    const { address: workerpool } = await hub
      .as(this.#poolOwner)
      .createWorkerpool({ owner: address(this.#poolOwner.address), description: 'doubles' })
    this.#standing ??= await this.#signStanding(app, workerpool)
  }

  /** The signed orders of a deal of one task, another at each call. */
  async orders(): Promise<MatchedOrders> {
    const { app, workerpool } = this.#standing!
    const requester = address(this.requester.address)
    const request = {
      app: app.app,
      appmaxprice: 0n,
      dataset: ZERO_ADDRESS,
      datasetmaxprice: 0n,
      workerpool: workerpool.workerpool,
      workerpoolmaxprice: 0n,
      requester,
      volume: 1n,
      tag: ZERO_BYTES32,
      category: 0n,
      trust: 0n,
      beneficiary: requester,
      callback: ZERO_ADDRESS,
      params: '{"iexec_result_storage_provider":"ipfs"}',
      salt: `0x${(++this.#salts).toString(16).padStart(64, '0')}` as const,
    }
    return {
      app,
      dataset: NO_DATASET_ORDER,
      workerpool,
      request: await signOrder('RequestOrder', request, DOMAIN, this.requester),
    }
  }

  /** Signs all transactions of the next tasks. */
  async prepare(count: number): Promise<DoubleTask[]> {
    const tasks: DoubleTask[] = []
    for (let i = 0; i < count; i++) tasks.push(await this.#task(await this.orders()))
    return tasks
  }

  async #task({ app, dataset, workerpool, request }: MatchedOrders): Promise<DoubleTask> {
    const dealId = dealIdOf(orderHash('RequestOrder', request, DOMAIN), 0n)
    const taskId = taskIdOf(dealId, 0)
    const worker = address(this.#worker.address)
    const authorization = await signHash(
      workerpoolAuthorizationHash(worker, taskId, ZERO_ADDRESS),
      this.#poolOwner,
    )
    const work = [taskId, ZERO_BYTES32, RESULTS, '0x', ZERO_ADDRESS, ZERO_BYTES32, authorization]
    return {
      match: await this.#sign('requester', 'matchOrders', [app, dataset, workerpool, request]),
      initialize: await this.#sign('poolOwner', 'initialize', [dealId, 0n]),
      complete: await this.#sign('worker', 'contributeAndFinalize', work),
    }
  }

  async #sign(by: keyof typeof WALLETS, fn: string, args: readonly unknown[]): Promise<Hex> {
    const wallets = { requester: this.requester, poolOwner: this.#poolOwner, worker: this.#worker }
    return (await wallets[by].signTransaction({
      type: 0,
      chainId: bellecour.chainId,
      to: bellecour.hub,
      data: interfaces.hub().encodeFunctionData(fn, args),
      nonce: this.#nonces[by]++,
      gasPrice: bellecour.gasPrice,
      gasLimit: GAS_LIMIT,
    })) as Hex
  }

  async #signStanding(app: Address, workerpool: Address) {
    const common = { volume: MANY, tag: ZERO_BYTES32, salt: ZERO_BYTES32 }
    const open = { datasetrestrict: ZERO_ADDRESS, requesterrestrict: ZERO_ADDRESS }
    const appOrder = { ...common, ...open, app, appprice: 0n, workerpoolrestrict: ZERO_ADDRESS }
    const offer = {
      ...common,
      ...open,
      workerpool,
      workerpoolprice: 0n,
      category: 0n,
      trust: 1n,
      apprestrict: ZERO_ADDRESS,
    }
    return {
      app: await signOrder('AppOrder', appOrder, DOMAIN, this.requester),
      workerpool: await signOrder('WorkerpoolOrder', offer, DOMAIN, this.#poolOwner),
    }
  }
}

/** Sends tasks to a chain: each actor one transaction after the other, all three at once. */
export async function play(rpc: Rpc, tasks: readonly DoubleTask[]): Promise<void> {
  let ready: Promise<unknown>[] = tasks.map(() => Promise.resolve())
  for (const step of STEPS) {
    let last: Promise<unknown> = Promise.resolve()
    const before = ready
    ready = tasks.map((task, i) => {
      last = Promise.all([last, before[i]]).then(() =>
        rpc.request({ method: 'eth_sendRawTransaction', params: [task[step]] }),
      )
      return last
    })
  }
  await Promise.all(ready)
}

/** Number of tasks that a chain has finalized, from a block on. */
export async function finalizedTasks(rpc: Rpc, block = 0): Promise<number> {
  const { topicHash } = interfaces.hub().getEvent('TaskFinalize')!
  const filter = {
    address: bellecour.hub,
    fromBlock: `0x${block.toString(16)}`,
    topics: [topicHash],
  }
  return ((await rpc.request({ method: 'eth_getLogs', params: [filter] })) as unknown[]).length
}
