import { Chain, createClock, type NetworkClock } from '@iexec-sim/chain'
import { HubClient } from '@iexec-sim/chain/client'
import { loadGenesis } from '@iexec-sim/contracts'
import { createLog } from '@iexec-sim/door'
import {
  type Address,
  type Bytes32,
  bellecour,
  type Hex,
  NO_DATASET_ORDER,
  resultHash,
  resultSeal,
  signHash,
  signOrder,
  type TaskId,
  taskIdOf,
  type WorkerpoolAuthorization,
  workerpoolAuthorizationHash,
  ZERO_ADDRESS,
  ZERO_BYTES32,
} from '@iexec-sim/protocol'
import { Wallet } from 'ethers'

const TEE_TAG = `0x${'0'.repeat(63)}3` as Hex
const OPEN = {
  volume: 1n,
  apprestrict: ZERO_ADDRESS,
  datasetrestrict: ZERO_ADDRESS,
  workerpoolrestrict: ZERO_ADDRESS,
  requesterrestrict: ZERO_ADDRESS,
}

/** A chain on which tasks can be started and contributed to. */
export class ChainTasks implements AsyncDisposable {
  readonly clock: NetworkClock
  readonly hub: HubClient
  readonly requester: Wallet
  readonly poolOwner: Wallet
  readonly worker: Wallet
  readonly #chain: Chain
  #salts = 0

  private constructor(chain: Chain, clock: NetworkClock) {
    this.#chain = chain
    this.clock = clock
    this.hub = new HubClient({ rpc: chain, hub: bellecour.hub })
    const [requester, poolOwner, worker] = chain.accounts.map(
      ({ privateKey }) => new Wallet(privateKey),
    )
    this.requester = requester!
    this.poolOwner = poolOwner!
    this.worker = worker!
  }

  static async start(): Promise<ChainTasks> {
    const clock = createClock()
    const log = createLog({ level: 'silent' })
    return new ChainTasks(
      await Chain.start({ profile: bellecour, genesis: loadGenesis('bellecour'), clock, log }),
      clock,
    )
  }

  /** A task that is ACTIVE. */
  async activeTask({ tee = false }: { tee?: boolean } = {}): Promise<TaskId> {
    const dealId = await this.#match(tee ? TEE_TAG : ZERO_BYTES32)
    await this.hub.as(this.poolOwner).initialize(dealId, 0n)
    return taskIdOf(dealId, 0)
  }

  /** The pool's leave for the worker. */
  async authorize(
    chainTaskId: TaskId,
    enclaveChallenge: Address = ZERO_ADDRESS,
    by = this.poolOwner,
  ): Promise<WorkerpoolAuthorization> {
    const workerWallet = this.worker.address as Address
    const value = await signHash(
      workerpoolAuthorizationHash(workerWallet, chainTaskId, enclaveChallenge),
      by,
    )
    return { chainTaskId, workerWallet, enclaveChallenge, signature: { value } }
  }

  /** Contributes a digest to a standard task: it is REVEALING then. */
  async contribute(taskId: TaskId, digest: Bytes32): Promise<void> {
    const { signature } = await this.authorize(taskId)
    const worker = this.worker.address as Address
    const hash = resultHash(taskId, digest)
    const seal = resultSeal(worker, taskId, digest)
    await this.hub
      .as(this.worker)
      .contribute(taskId, hash, seal, ZERO_ADDRESS, '0x', signature.value)
  }

  reveal(taskId: TaskId, digest: Bytes32) {
    return this.hub.as(this.worker).reveal(taskId, digest)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#chain.close()
  }

  async #match(tag: Hex) {
    const requester = this.requester.address as Address
    const app = await this.#app(requester)
    const workerpool = loadGenesis('bellecour').addresses.debugWorkerpool as Address
    const salt = `0x${(++this.#salts).toString(16).padStart(64, '0')}` as Hex
    const domain = { chainId: 134, hub: bellecour.hub }
    const { apprestrict: _a, ...ofApp } = OPEN
    const { workerpoolrestrict: _w, ...ofPool } = OPEN
    const pool = { ...ofPool, tag, salt, workerpool, workerpoolprice: 0n, category: 0n, trust: 0n }
    const { dealId } = await this.hub.as(this.requester).matchOrders({
      app: await signOrder(
        'AppOrder',
        { ...ofApp, tag, salt, app, appprice: 0n },
        domain,
        this.requester,
      ),
      dataset: NO_DATASET_ORDER,
      workerpool: await signOrder('WorkerpoolOrder', pool, domain, this.poolOwner),
      request: await signOrder(
        'RequestOrder',
        {
          app,
          appmaxprice: 0n,
          dataset: ZERO_ADDRESS,
          datasetmaxprice: 0n,
          workerpool,
          workerpoolmaxprice: 0n,
          requester,
          volume: 1n,
          tag,
          category: 0n,
          trust: 0n,
          beneficiary: requester,
          callback: ZERO_ADDRESS,
          params: '{}',
          salt,
        },
        domain,
        this.requester,
      ),
    })
    return dealId
  }

  async #app(owner: Address): Promise<Address> {
    const app = {
      owner,
      name: 'a',
      type: 'DOCKER',
      multiaddr: '0x61',
      checksum: ZERO_BYTES32,
      mrenclave: '0x',
    } as const
    const at = await this.hub.predictApp(app)
    if (!(await this.hub.isRegistered('app', at))) await this.hub.as(this.requester).createApp(app)
    return at
  }
}
