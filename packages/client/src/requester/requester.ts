import { SimError } from '@iexec-sim/base'
import { HubClient, httpRpc } from '@iexec-sim/chain/client'
import type { Engine } from '@iexec-sim/docker'
import { MarketClient } from '@iexec-sim/market/client'
import {
  type Address,
  type AppOrder,
  address,
  type Bytes32,
  type DatasetOrder,
  type DealId,
  dealIdOf,
  type EnclaveConfig,
  encodeEnclaveConfig,
  encodeTag,
  type Hex,
  NO_DATASET_ORDER,
  type OnchainTask,
  orderHash,
  type RequestOrder,
  randomDraw,
  signOrder,
  type TaskId,
  type TeeFramework,
  taskIdOf,
  teeFrameworkOf,
  type WorkerpoolOrder,
  walletOf,
  ZERO_ADDRESS,
} from '@iexec-sim/protocol'
import { SmsClient } from '@iexec-sim/sms/client'
import { PoolControlClient, type TaskDetails } from '@iexec-sim/workerpool/client'
import { hexlify, toUtf8Bytes, type Wallet } from 'ethers'
import { type RunningNetwork, smsUrl } from '../address-sheet.ts'
import { askControl } from '../control-client.ts'
import { type PreparedImage, prepareImage } from './prepare-image.ts'

/** A run that a requester asks for. */
export interface RunRequest {
  /** Local image, plain or already prepared for the framework. */
  image: string
  /** 32-byte tag; see `encodeTag`. */
  tag: Bytes32
  /** App secret index to the name of a requester secret. */
  secrets: Record<string, string>
  /** Arguments of the app. @default none */
  args?: string
  /** More deal params, by the names they have on chain. */
  params?: Record<string, unknown>
  /** Id of the category, which bounds the time of the task. @default 0 */
  category?: bigint
  /**
   * Trust that the workers have to reach; see the hub's consensus. @default 0, which counts as 1
   */
  trust?: bigint
  /** Workerpool that must run it. @default the debug pool */
  workerpool?: Address
  /** Contract that gets the result. @default none */
  callback?: Address
  /** A dataset of the requester's own. @default none */
  dataset?: Address
}

/** A deal that has been matched, with its one task. */
export interface MatchedRun {
  /** Id of the deal. */
  dealId: DealId
  /** Id of its task. */
  taskId: TaskId
  /** The deployed app. */
  app: Address
  /** The image behind the app. */
  prepared: PreparedImage
}

/** A deal that can be matched: its orders are signed, its ids follow from them. */
export interface OrderedRun extends MatchedRun {
  /** The four signed orders. */
  orders: {
    app: AppOrder
    dataset: DatasetOrder
    workerpool: WorkerpoolOrder
    request: RequestOrder
  }
}

/** Deploys apps, pushes secrets and runs tasks through the services' own interfaces. */
export class Requester {
  readonly wallet: Wallet
  readonly hub: HubClient
  readonly #network: RunningNetwork
  readonly #engine: Engine

  constructor(
    network: RunningNetwork,
    engine: Engine,
    privateKey: Hex = network.sheet.accounts[0]!.privateKey,
  ) {
    this.#network = network
    this.#engine = engine
    this.wallet = walletOf(privateKey)
    this.hub = new HubClient({ rpc: httpRpc(network.sheet.rpc), hub: network.sheet.hub })
  }

  get address(): Address {
    return address(this.wallet.address)
  }

  /** The SMS of a framework. */
  sms(framework: TeeFramework): SmsClient {
    return new SmsClient(smsUrl(this.#network.sheet, framework))
  }

  /**
   * Names in the mapping that were never pushed to the SMS of the tag's framework: their variables
   * will be absent.
   */
  async missingSecrets({ tag, secrets }: Pick<RunRequest, 'tag' | 'secrets'>): Promise<string[]> {
    const framework = teeFrameworkOf(tag)
    if (!framework) return []
    const sms = this.sms(framework)
    const names = [...new Set(Object.values(secrets))]
    const found = await Promise.all(names.map((name) => sms.hasRequesterSecret(this.address, name)))
    return names.filter((_, i) => !found[i])
  }

  /** Prepares the image when its tag asks for a TEE; a plain one is used as it is. */
  async prepare(image: string, tag: Bytes32): Promise<PreparedImage> {
    return prepareImage(this.#engine, this.#network.stateDir, image, teeFrameworkOf(tag))
  }

  /** The app contract of a prepared image: the one deployed before, or a new one. */
  async deployApp(prepared: PreparedImage): Promise<Address> {
    const app = {
      owner: this.address,
      name: prepared.image.replace(/[^\w.-]+/g, '-'),
      type: 'DOCKER',
      multiaddr: hexlify(toUtf8Bytes(prepared.image)) as Hex,
      checksum: prepared.checksum,
      mrenclave: prepared.mrenclave
        ? encodeEnclaveConfig(prepared.mrenclave as EnclaveConfig)
        : ('0x' as Hex),
    }
    const predicted = await this.hub.predictApp(app)
    if (await this.hub.isRegistered('app', predicted)) return predicted
    return (await this.hub.as(this.wallet).createApp(app)).address
  }

  /** Signs the orders and matches them. */
  async match(request: RunRequest, prepared: PreparedImage): Promise<MatchedRun> {
    const { orders: _, ...run } = await this.matchOrders(await this.order(request, prepared))
    return run
  }

  /**
   * Signs the orders of a run without matching them: whose deal and task it will be is known
   * already.
   */
  async order(request: RunRequest, prepared: PreparedImage): Promise<OrderedRun> {
    const app = await this.deployApp(prepared)
    const orders = {
      app: await this.#appOrder(app, request.tag),
      dataset: request.dataset
        ? await this.#datasetOrder(request.dataset, request.tag)
        : NO_DATASET_ORDER,
      workerpool: await this.#poolOffer(request),
      request: await this.#requestOrder(app, request),
    }
    const dealId = dealIdOf(orderHash('RequestOrder', orders.request, this.#domain), 0n)
    return { dealId, taskId: taskIdOf(dealId, 0), app, prepared, orders }
  }

  /** Matches the orders of {@link order}. */
  async matchOrders(run: OrderedRun): Promise<OrderedRun> {
    await this.hub.as(this.wallet).matchOrders(run.orders)
    return run
  }

  /** Follows a task: yields it at each change, ends when it is over or no replicate can succeed. */
  follow(taskId: TaskId): AsyncGenerator<TaskDetails> {
    return new PoolControlClient(
      this.#network.sheet.workerpool.url,
      this.#network.controlToken,
    ).follow(taskId)
  }

  /** The task as the chain has it. */
  async onchainTask(taskId: TaskId): Promise<OnchainTask | undefined> {
    return this.hub.viewTask(taskId)
  }

  /** Orders of a seeded network are the same in every run. */
  async #salt(): Promise<Bytes32> {
    if (!this.#network.sheet.seeded) return randomDraw('salt')
    const body = { purpose: `order of ${this.address}` }
    return (
      (await (await askControl(this.#network, 'POST', '/draws', { body })).json()) as {
        drawn: Bytes32
      }
    ).drawn
  }

  get #domain() {
    return { chainId: this.#network.sheet.chainId, hub: this.#network.sheet.hub }
  }

  async #appOrder(app: Address, tag: Bytes32): Promise<AppOrder> {
    const order = {
      app,
      appprice: 0n,
      datasetrestrict: ZERO_ADDRESS,
      ...(await this.#assetTerms(tag)),
    }
    return signOrder('AppOrder', order, this.#domain, this.wallet)
  }

  async #datasetOrder(dataset: Address, tag: Bytes32): Promise<DatasetOrder> {
    const order = {
      dataset,
      datasetprice: 0n,
      apprestrict: ZERO_ADDRESS,
      ...(await this.#assetTerms(tag)),
    }
    return signOrder('DatasetOrder', order, this.#domain, this.wallet)
  }

  /** Terms of an app or a dataset offered once, to this requester alone. */
  async #assetTerms(tag: Bytes32) {
    return {
      volume: 1n,
      tag: teeBit(tag),
      workerpoolrestrict: ZERO_ADDRESS,
      requesterrestrict: this.address,
      salt: await this.#salt(),
    }
  }

  async #requestOrder(
    app: Address,
    {
      tag,
      secrets,
      args,
      category = 0n,
      trust = 0n,
      workerpool,
      params: extra = {},
      ...of
    }: RunRequest,
  ): Promise<RequestOrder> {
    const params = {
      ...(args ? { iexec_args: args } : {}),
      ...(Object.keys(secrets).length > 0 ? { iexec_secrets: secrets } : {}),
      iexec_result_storage_provider: 'ipfs',
      ...extra,
    }
    const order = {
      app,
      appmaxprice: 0n,
      dataset: of.dataset ?? ZERO_ADDRESS,
      datasetmaxprice: 0n,
      workerpool: workerpool ?? this.#network.sheet.workerpool.address,
      workerpoolmaxprice: 0n,
      requester: this.address,
      volume: 1n,
      tag,
      category,
      trust,
      beneficiary: this.address,
      callback: of.callback ?? ZERO_ADDRESS,
      params: JSON.stringify(params),
      salt: await this.#salt(),
    }
    return signOrder('RequestOrder', order, this.#domain, this.wallet)
  }

  /** The best offer of the debug pool that takes the task. */
  async #poolOffer({
    tag,
    category = 0n,
    trust = 0n,
    workerpool,
  }: RunRequest): Promise<WorkerpoolOrder> {
    const { sheet } = this.#network
    const filters = {
      workerpool: workerpool ?? sheet.workerpool.address,
      category: Number(category),
      minTag: tag,
      maxTag: tag,
      requester: this.address,
      app: 'any',
      minTrust: Number(trust),
    }
    const market = new MarketClient(sheet.market, sheet.chainId)
    let [offer] = await market.find('WorkerpoolOrder', filters)
    if (!offer) {
      // Just after a start the pool may still be at it.
      await askControl(this.#network, 'GET', '/offers')
      offer = (await market.find('WorkerpoolOrder', filters))[0]
    }
    if (!offer)
      throw new SimError('NO_OFFER', {
        reason: `none is open for category ${category}, trust ${trust} and tag ${tag}`,
      })
    return offer.order
  }
}

/**
 * An app order needs the TEE bit when the request has it; the framework's bit is the request's
 * affair.
 */
const teeBit = (tag: Bytes32): Bytes32 => (BigInt(tag) & 1n ? encodeTag('tee') : encodeTag(''))
