import { randomBytes } from 'node:crypto'
import { Chain, createClock, type NetworkClock } from '@iexec-sim/chain'
import { HubClient } from '@iexec-sim/chain/client'
import { loadGenesis } from '@iexec-sim/contracts'
import { createLog } from '@iexec-sim/door'
import {
  type Address,
  bellecour,
  type EnclaveConfig,
  enclaveMessageHash,
  encodeEnclaveConfig,
  encodeTag,
  type Hex,
  NO_DATASET_ORDER,
  sha3String,
  signHash,
  signOrder,
  type TaskId,
  taskIdOf,
  workerpoolAuthorizationHash,
  ZERO_ADDRESS,
  ZERO_BYTES32,
} from '@iexec-sim/protocol'
import { Wallet } from 'ethers'

const ROLES = [
  'requester',
  'poolOwner',
  'worker',
  'appOwner',
  'datasetOwner',
  'beneficiary',
  'stranger',
] as const
/** Roles of a test network, one development account each. */
export type Role = (typeof ROLES)[number]

/** A scone app's enclave configuration. */
export const SCONE_APP: EnclaveConfig = {
  framework: 'SCONE',
  version: 'v5',
  entrypoint: 'node /app/app.js',
  heapSize: 1024 ** 3,
  fingerprint: 'a'.repeat(64),
}
/** A gramine app's enclave configuration. */
export const GRAMINE_APP: EnclaveConfig = {
  framework: 'GRAMINE',
  version: 'v0',
  fingerprint: 'b'.repeat(64),
}

/** Fields of a test's deal; the others are plain. */
export interface DealWish {
  /** @default 'tee,scone' */
  tag?: string
  /** `null`: an app without one. @default {@link SCONE_APP} */
  enclave?: EnclaveConfig | null
  dataset?: Address
  callback?: Address
  /** Deal params; an object is written as JSON. @default none */
  params?: string | object
  /** @default the requester */
  beneficiary?: Address
  /** Whether the task is initialised. @default true */
  initialized?: boolean
}

/** A task of a test. */
export interface TestTask {
  taskId: TaskId
  app: Address
}

/** A real chain in memory, with its actors. */
export class TestNetwork {
  readonly clock: NetworkClock
  readonly chain: Chain
  readonly hub: HubClient
  readonly wallets: Record<Role, Wallet>

  private constructor(chain: Chain, clock: NetworkClock) {
    this.chain = chain
    this.clock = clock
    this.hub = new HubClient({ rpc: chain, hub: bellecour.hub })
    this.wallets = Object.fromEntries(
      ROLES.map((role, i) => [role, new Wallet(chain.accounts[i]!.privateKey)]),
    ) as Record<Role, Wallet>
  }

  static async start(): Promise<TestNetwork> {
    const clock = createClock()
    const log = createLog({ level: 'silent' })
    return new TestNetwork(
      await Chain.start({ profile: bellecour, genesis: loadGenesis('bellecour'), clock, log }),
      clock,
    )
  }

  /** An actor's address. */
  at(role: Role): Address {
    return this.wallets[role].address as Address
  }

  async createApp(enclave: EnclaveConfig | null = SCONE_APP): Promise<Address> {
    const { address } = await this.hub.as(this.wallets.appOwner).createApp({
      owner: this.at('appOwner'),
      name: `app-${randomBytes(8).toString('hex')}`,
      type: 'DOCKER',
      multiaddr: '0x61',
      checksum: ZERO_BYTES32,
      mrenclave: enclave ? encodeEnclaveConfig(enclave) : '0x',
    })
    return address
  }

  async createDataset(uri = '/ipfs/QmTest'): Promise<Address> {
    const { address } = await this.hub.as(this.wallets.datasetOwner).createDataset({
      owner: this.at('datasetOwner'),
      name: `dataset-${randomBytes(8).toString('hex')}`,
      multiaddr: `0x${Buffer.from(uri).toString('hex')}`,
      checksum: `0x${'cc'.repeat(32)}`,
    })
    return address
  }

  /** Matches orders of price zero and initialises the one task. */
  async task(wish: DealWish = {}): Promise<TestTask> {
    const app = await this.createApp(wish.enclave)
    const { dealId } = await this.hub
      .as(this.wallets.requester)
      .matchOrders(await this.#orders(app, wish))
    if (wish.initialized !== false) await this.hub.as(this.wallets.poolOwner).initialize(dealId, 0n)
    return { taskId: taskIdOf(dealId, 0), app }
  }

  /** Brings a task of trust 1 to its end, as a worker with an enclave would. */
  async complete({ taskId }: TestTask): Promise<void> {
    const { worker, poolOwner, stranger: enclave } = this.wallets
    const digest = sha3String('result')
    const authorization = workerpoolAuthorizationHash(
      this.at('worker'),
      taskId,
      enclave.address as Address,
    )
    await this.hub
      .as(worker)
      .contributeAndFinalize(
        taskId,
        digest,
        '0x',
        '0x',
        enclave.address as Address,
        await signHash(enclaveMessageHash(this.at('worker'), taskId, digest), enclave),
        await signHash(authorization, poolOwner),
      )
  }

  close(): Promise<void> {
    return this.chain.close()
  }

  async #orders(app: Address, wish: DealWish) {
    const {
      dataset = ZERO_ADDRESS,
      callback = ZERO_ADDRESS,
      params = {},
      beneficiary = this.at('requester'),
    } = wish
    const domain = { chainId: bellecour.chainId, hub: bellecour.hub }
    const workerpool = this.chain.addresses.debugWorkerpool as Address
    const base = {
      volume: 1n,
      tag: encodeTag(wish.tag ?? 'tee,scone'),
      salt: `0x${randomBytes(32).toString('hex')}` as Hex,
    }
    const apprestrict = ZERO_ADDRESS
    const datasetrestrict = ZERO_ADDRESS
    const rest = { workerpoolrestrict: ZERO_ADDRESS, requesterrestrict: ZERO_ADDRESS }
    const level = { category: 0n, trust: 1n }
    const { requester, poolOwner, appOwner, datasetOwner } = this.wallets
    return {
      app: await signOrder(
        'AppOrder',
        { ...base, app, appprice: 0n, datasetrestrict, ...rest },
        domain,
        appOwner,
      ),
      dataset:
        dataset === ZERO_ADDRESS
          ? NO_DATASET_ORDER
          : await signOrder(
              'DatasetOrder',
              { ...base, dataset, datasetprice: 0n, apprestrict, ...rest },
              domain,
              datasetOwner,
            ),
      workerpool: await signOrder(
        'WorkerpoolOrder',
        {
          ...base,
          ...level,
          workerpool,
          workerpoolprice: 0n,
          apprestrict,
          datasetrestrict,
          requesterrestrict: ZERO_ADDRESS,
        },
        domain,
        poolOwner,
      ),
      request: await signOrder(
        'RequestOrder',
        {
          ...base,
          ...level,
          app,
          appmaxprice: 0n,
          dataset,
          datasetmaxprice: 0n,
          workerpool,
          workerpoolmaxprice: 0n,
          requester: requester.address as Address,
          beneficiary,
          callback,
          params: typeof params === 'string' ? params : JSON.stringify(params),
        },
        domain,
        requester,
      ),
    }
  }
}
