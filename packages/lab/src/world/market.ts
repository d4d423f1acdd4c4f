import {
  appRegistryAbi,
  datasetRegistryAbi,
  workerpoolAbi,
  workerpoolRegistryAbi,
} from '@iexec-sim/contracts'
import { PAYERS } from '@iexec-sim/contracts/roles'
import {
  type Address,
  type AppOrder,
  type Bytes32,
  type DatasetOrder,
  type DealId,
  dealIdOf,
  enclaveMessageHash,
  type Hex,
  type MatchedOrders,
  NO_DATASET_ORDER,
  type OrderKind,
  type OrderOf,
  orderHash,
  type RequestOrder,
  resultHash,
  resultSeal,
  signHash,
  signOrder,
  type TaskId,
  taskIdOf,
  type WorkerpoolOrder,
  workerpoolAuthorizationHash,
  ZERO_ADDRESS,
  ZERO_BYTES32,
} from '@iexec-sim/protocol'
import { Interface, keccak256, toUtf8Bytes } from 'ethers'
import { accounts, type Role, wallets } from './accounts.ts'
import { LabChain, type LabChainOptions, type Receipt, type Target } from './lab-chain.ts'
import type { Log } from './logs.ts'
import { Names } from './names.ts'

/** Changes to the usual four orders. `dataset: null` is a deal without one. */
export interface Changes {
  /** Fields of the app order. */
  app?: Partial<AppOrder>
  /** Fields of the dataset order; `null` for none. */
  dataset?: Partial<DatasetOrder> | null
  /** Fields of the workerpool order. */
  workerpool?: Partial<WorkerpoolOrder>
  /** Fields of the request order. */
  request?: Partial<RequestOrder>
}

/** A contribution that differs from a plain worker's. */
export interface ContributionOptions {
  /** Enclave challenge. @default the zero address */
  challenge?: Address
  /** @default 32 zero bytes, as workers send without an enclave */
  enclaveSign?: Hex
  /** @default the pool's owner */
  authorizedBy?: Role
}

const tag0 = ZERO_BYTES32
/** Roles that have to lock money, without the fourth worker. */
const payers = PAYERS.filter((role) => role !== 'worker4')

/**
 * An app at 3, a dataset at 2 and a workerpool at 25 (stake policy 35 %, scheduler 5 %), with 1000
 * nRLC on the account of every role that has to lock some.
 */
export class Market implements AsyncDisposable {
  readonly chain: LabChain
  readonly hub: Target
  readonly domain: { chainId: number; hub: Address }
  readonly names = new Names()
  #salts = 0n
  app = ZERO_ADDRESS
  dataset = ZERO_ADDRESS
  workerpool = ZERO_ADDRESS

  private constructor(chain: LabChain) {
    this.chain = chain
    this.hub = chain.hub
    this.domain = { chainId: chain.genesis.chainId, hub: chain.hub.address as Address }
    for (const [role, account] of Object.entries(accounts)) this.names.give(account, role)
    for (const [name, at] of Object.entries({
      hub: this.hub.address,
      kitty: KITTY,
      zero: ZERO_ADDRESS,
    }))
      this.names.give(at, name)
    for (const [name, at] of Object.entries(chain.genesis.addresses))
      if (typeof at === 'string') this.names.give(at, name)
  }

  static async open(
    options: LabChainOptions = {},
    funded: readonly Role[] = payers,
  ): Promise<Market> {
    const market = new Market(await LabChain.open(options))
    market.app = await market.#create('app', ['app', 'DOCKER', '0x1234', ZERO_BYTES32, '0x'])
    market.dataset = await market.#create('dataset', ['dataset', '0x1234', ZERO_BYTES32])
    market.workerpool = await market.#create('workerpool', ['pool'])
    await market.chain.send(accounts.poolOwner, market.pool, 'changePolicy', [35, 5])
    for (const role of funded) await market.deposit(role, 1000n)
    return market
  }

  /** The workerpool, to be called by its ABI. */
  get pool(): Target {
    return { address: this.workerpool, abi: new Interface(workerpoolAbi) }
  }

  /** The registry of a kind of asset. */
  registry(kind: 'app' | 'dataset' | 'workerpool'): Target {
    const { appRegistry, datasetRegistry, workerpoolRegistry } = this.chain.genesis.addresses
    if (kind === 'app') return { address: appRegistry, abi: new Interface(appRegistryAbi) }
    if (kind === 'dataset')
      return { address: datasetRegistry, abi: new Interface(datasetRegistryAbi) }
    return { address: workerpoolRegistry, abi: new Interface(workerpoolRegistryAbi) }
  }

  async #create(
    kind: 'app' | 'dataset' | 'workerpool',
    fields: readonly unknown[],
  ): Promise<Address> {
    const owner = {
      app: accounts.appOwner,
      dataset: accounts.datasetOwner,
      workerpool: accounts.poolOwner,
    }[kind]
    const name = { app: 'App', dataset: 'Dataset', workerpool: 'Workerpool' }[kind]
    const registry = this.registry(kind)
    await this.chain.send(accounts.stranger, registry, `create${name}`, [owner, ...fields])
    const asset = await this.chain.read(registry, `predict${name}`, owner, ...fields)
    this.names.give(asset, kind)
    return asset
  }

  async deposit(role: Role, amount: bigint): Promise<Receipt> {
    const { chain, hub } = this
    if (chain.mode === 'native')
      return chain.send(accounts[role], hub, 'deposit', [], amount * 10n ** 9n)
    await chain.send(accounts.owner, chain.rlc, 'transfer', [accounts[role], amount])
    return chain.send(accounts[role], chain.rlc, 'approveAndCall', [hub.address, amount, '0x'])
  }

  /** The four orders, unsigned. */
  orders({ app, dataset, workerpool, request }: Changes = {}): MatchedOrders {
    const salt = () => `0x${(++this.#salts).toString(16).padStart(64, '0')}` as Bytes32
    const common = { volume: 1000n, tag: tag0, sign: '0x' as Hex }
    const restrictions = { apprestrict: ZERO_ADDRESS, requesterrestrict: ZERO_ADDRESS }
    const noPool = { workerpoolrestrict: ZERO_ADDRESS }
    const noDataset = { datasetrestrict: ZERO_ADDRESS }
    const { apprestrict: _, ...forApp } = restrictions
    const wanted = dataset === null ? ZERO_ADDRESS : this.dataset
    return {
      app: {
        ...common,
        ...forApp,
        ...noPool,
        ...noDataset,
        app: this.app,
        appprice: 3n,
        salt: salt(),
        ...app,
      },
      dataset:
        dataset === null
          ? NO_DATASET_ORDER
          : {
              ...common,
              ...restrictions,
              ...noPool,
              dataset: wanted,
              datasetprice: 2n,
              salt: salt(),
              ...dataset,
            },
      workerpool: {
        ...common,
        ...restrictions,
        ...noDataset,
        workerpool: this.workerpool,
        workerpoolprice: 25n,
        category: 0n,
        trust: 10n,
        salt: salt(),
        ...workerpool,
      },
      request: {
        ...common,
        volume: 1n,
        app: this.app,
        appmaxprice: 3n,
        dataset: wanted,
        datasetmaxprice: 2n,
        workerpool: ZERO_ADDRESS,
        workerpoolmaxprice: 25n,
        requester: accounts.requester,
        category: 0n,
        trust: 0n,
        beneficiary: accounts.requester,
        callback: ZERO_ADDRESS,
        params: '{"iexec_args":"x"}',
        salt: salt(),
        ...request,
      },
    }
  }

  sign<K extends OrderKind>(kind: K, order: OrderOf<K>, by: Role): Promise<OrderOf<K>> {
    return signOrder(kind, order, this.domain, wallets[by])
  }

  /** The four orders, signed by their makers. */
  async signed(changes: Changes = {}): Promise<MatchedOrders> {
    const { app, dataset, workerpool, request } = this.orders(changes)
    return {
      app: await this.sign('AppOrder', app, 'appOwner'),
      dataset:
        changes.dataset === null
          ? dataset
          : await this.sign('DatasetOrder', dataset, 'datasetOwner'),
      workerpool: await this.sign('WorkerpoolOrder', workerpool, 'poolOwner'),
      request: await this.sign('RequestOrder', request, 'requester'),
    }
  }

  hash<K extends OrderKind>(kind: K, order: OrderOf<K>): Bytes32 {
    const hash = orderHash(kind, order, this.domain)
    this.names.giveNext(hash, kind)
    return hash
  }

  dealId(orders: MatchedOrders, consumed = 0n): DealId {
    const deal = dealIdOf(this.hash('RequestOrder', orders.request), consumed)
    const name = this.names.giveNext(deal, 'deal')
    for (let index = 0; index < NAMED_TASKS; ++index)
      this.names.give(taskIdOf(deal, index), `${name} task ${index}`)
    return deal
  }

  /** Matches orders, brought by a stranger. */
  matchOrders(o: MatchedOrders, by: Role = 'stranger', fn = 'matchOrders'): Promise<Receipt> {
    return this.chain.send(accounts[by], this.hub, fn, [o.app, o.dataset, o.workerpool, o.request])
  }

  /**
   * Signs and matches; returns the deal and its first task, which is initialized unless told
   * otherwise.
   */
  async deal(
    changes: Changes = {},
    { initialize = true } = {},
  ): Promise<{ deal: DealId; task: TaskId; start: number }> {
    const orders = await this.signed(changes)
    const { timestamp } = await this.matchOrders(orders)
    const deal = this.dealId(orders)
    if (initialize) await this.chain.send(accounts.stranger, this.hub, 'initialize', [deal, 0])
    return { deal, task: taskIdOf(deal, 0), start: timestamp }
  }

  /** Why a match of these orders is refused, or `ok`; the match is reverted. */
  async matchRefusal(o: MatchedOrders): Promise<string> {
    const orders = [o.app, o.dataset, o.workerpool, o.request]
    return this.chain.scratch(() =>
      this.chain.refusal(accounts.stranger, this.hub, 'matchOrders', orders),
    )
  }

  async contributionArguments(
    worker: Role,
    task: TaskId,
    digest: Bytes32,
    options: ContributionOptions = {},
  ) {
    const challenge = options.challenge ?? ZERO_ADDRESS
    const address = accounts[worker]
    const enclaveSign =
      options.enclaveSign ??
      (challenge === ZERO_ADDRESS
        ? ZERO_BYTES32
        : await signHash(enclaveMessageHash(address, task, digest), wallets.enclave))
    const signer = wallets[options.authorizedBy ?? 'poolOwner']
    const authorization = await signHash(
      workerpoolAuthorizationHash(address, task, challenge),
      signer,
    )
    return {
      hash: resultHash(task, digest),
      seal: resultSeal(address, task, digest),
      challenge,
      enclaveSign,
      authorization,
    }
  }

  async contribute(
    worker: Role,
    task: TaskId,
    digest: Bytes32,
    options: ContributionOptions = {},
  ): Promise<Receipt> {
    return this.chain.send(
      accounts[worker],
      this.hub,
      'contribute',
      await this.contribution(worker, task, digest, options),
    )
  }

  /** Arguments of `contribute`. */
  async contribution(
    worker: Role,
    task: TaskId,
    digest: Bytes32,
    options: ContributionOptions = {},
  ) {
    const c = await this.contributionArguments(worker, task, digest, options)
    return [task, c.hash, c.seal, c.challenge, c.enclaveSign, c.authorization]
  }

  /** Arguments of `contributeAndFinalize`. */
  async completion(
    worker: Role,
    task: TaskId,
    results: Hex,
    callback: Hex = '0x',
    options: ContributionOptions = {},
  ) {
    const digest = callback === '0x' ? digestOf('result') : (keccak256(callback) as Bytes32)
    const c = await this.contributionArguments(worker, task, digest, options)
    return [task, digest, results, callback, c.challenge, c.enclaveSign, c.authorization]
  }

  async contributeAndFinalize(worker: Role, task: TaskId, callback: Hex = '0x'): Promise<Receipt> {
    const args = await this.completion(worker, task, '0xabcd', callback)
    return this.chain.send(accounts[worker], this.hub, 'contributeAndFinalize', args)
  }

  reveal(worker: Role, task: TaskId, digest: Bytes32): Promise<Receipt> {
    return this.chain.send(accounts[worker], this.hub, 'reveal', [task, digest])
  }

  finalize(task: TaskId, results: Hex = '0xabcd', callback: Hex = '0x'): Promise<Receipt> {
    return this.chain.send(accounts.poolOwner, this.hub, 'finalize', [task, results, callback])
  }

  /** Free and locked money of an account, as `stake/locked`. */
  async money(of: Role | 'hub' | 'kitty'): Promise<string> {
    const address = of === 'hub' ? this.hub.address : of === 'kitty' ? KITTY : accounts[of]
    const { stake, locked } = await this.chain.read(this.hub, 'viewAccount', address)
    return `${stake}/${locked}`
  }

  task(id: TaskId) {
    return this.chain.read(this.hub, 'viewTask', id)
  }

  score(worker: Role): Promise<bigint> {
    return this.chain.read(this.hub, 'viewScore', accounts[worker])
  }

  /**
   * Logs as `Name(argument, …)`: accounts by role, 32-byte words left out, those of the RLC token
   * as `RLC.Name`.
   */
  story(receipt: Receipt): string[] {
    return receipt.logs.map((log) => this.#tell(log))
  }

  #tell({ address, name, args }: Log): string {
    const told = [...args].filter((value) => !/^0x[0-9a-f]{64}$/.test(String(value)))
    const teller = address === this.chain.genesis.addresses.rlc ? 'RLC.' : ''
    return `${teller}${name}(${told.map((value) => this.names.of(String(value)) ?? String(value)).join(', ')})`
  }

  /** Logs as `Name(argument, …)` with every argument, and the emitter if it is not the hub. */
  tellAll(logs: readonly Log[]): string[] {
    return logs.map(({ address, name, args }) => {
      const teller = address === this.hub.address ? '' : `${this.names.tell(address)}.`
      return `${teller}${name}(${[...args].map((value) => this.names.tell(value)).join(', ')})`
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.chain[Symbol.asyncDispose]()
  }
}

/** Number of a deal's tasks that have a name. */
const NAMED_TASKS = 12
/** The account of the kitty. */
export const KITTY = '0x99c2268479b93fDe36232351229815DF80837e23'
/** A result digest. */
export const digestOf = (result: string): Bytes32 => keccak256(toUtf8Bytes(result)) as Bytes32
/** A tag of these bits. */
export const tag = (bits: number): Bytes32 => `0x${bits.toString(16).padStart(64, '0')}`
