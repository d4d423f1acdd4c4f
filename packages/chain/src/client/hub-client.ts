import {
  type Account,
  type Address,
  type AppInfo,
  type Category,
  CONTRIBUTION_STATUSES,
  type Contribution,
  type DatasetInfo,
  type DatasetOrder,
  type Deal,
  type DealId,
  type Hex,
  ONCHAIN_TASK_STATUSES,
  type OnchainTask,
  type Resource,
  type Rpc,
  type TaskId,
  type TaskReader,
  ZERO_ADDRESS,
  ZERO_BYTES32,
} from '@iexec-sim/protocol'
import type { BaseWallet, Interface, Result } from 'ethers'
import { withAnyText } from './any-text.ts'
import { type HubOfWriter, HubWriter } from './hub-writer.ts'
import { type AssetKind, interfaces } from './interfaces.ts'
import { appFields, type NewApp, type WorkerpoolInfo } from './new-app.ts'

/** Reads a hub and its assets, in the protocol's own types. */
export class HubClient implements TaskReader, HubOfWriter {
  readonly rpc: Rpc
  readonly hub: Address
  #registries: Record<AssetKind, Address> | undefined
  #chainId: number | undefined
  #token: Address | undefined

  constructor({ rpc, hub }: { rpc: Rpc; hub: Address }) {
    this.rpc = rpc
    this.hub = hub
  }

  /** The hub as a wallet writes it. */
  as(wallet: BaseWallet): HubWriter {
    return new HubWriter(this, wallet)
  }

  async chainId(): Promise<number> {
    this.#chainId ??= Number(await this.rpc.request({ method: 'eth_chainId' }))
    return this.#chainId
  }

  async blockNumber(): Promise<number> {
    return Number(await this.rpc.request({ method: 'eth_blockNumber' }))
  }

  async viewDeal(dealId: DealId): Promise<Deal | undefined> {
    const deal = (await this.#hubCall('viewDeal', dealId))[0] as Result
    if (deal.app.pointer === ZERO_ADDRESS) return undefined
    const { app, dataset, workerpool, ...fields } = deal.toObject()
    return {
      dealId,
      app: resource(app),
      dataset: resource(dataset),
      workerpool: resource(workerpool),
      ...fields,
    } as unknown as Deal
  }

  async viewTask(taskId: TaskId): Promise<OnchainTask | undefined> {
    const task = (await this.#hubCall('viewTask', taskId))[0] as Result
    if (task.dealid === ZERO_BYTES32) return undefined
    const { status, dealid, idx, contributors, resultsTimestamp: _, ...fields } = task.toObject()
    return {
      ...fields,
      taskId,
      dealId: dealid,
      index: idx,
      contributors: [...contributors],
      status: ONCHAIN_TASK_STATUSES[Number(status)]!,
    } as unknown as OnchainTask
  }

  async viewContribution(taskId: TaskId, worker: Address): Promise<Contribution> {
    const contribution = (
      (await this.#hubCall('viewContribution', taskId, worker))[0] as Result
    ).toObject()
    return {
      ...contribution,
      status: CONTRIBUTION_STATUSES[Number(contribution.status)]!,
    } as unknown as Contribution
  }

  /** `undefined` for an unknown category. */
  async viewCategory(id: bigint): Promise<Category | undefined> {
    if (id >= (await this.countCategory())) return undefined
    return (
      (await this.#hubCall('viewCategory', id))[0] as Result
    ).toObject() as unknown as Category
  }

  async countCategory(): Promise<bigint> {
    return (await this.#hubCall('countCategory'))[0] as bigint
  }

  async viewAccount(account: Address): Promise<Account> {
    return (
      (await this.#hubCall('viewAccount', account))[0] as Result
    ).toObject() as unknown as Account
  }

  /** Volume of an order that matches have used up. */
  async viewConsumed(orderHash: Hex): Promise<bigint> {
    return (await this.#hubCall('viewConsumed', orderHash))[0] as bigint
  }

  async viewScore(worker: Address): Promise<bigint> {
    return (await this.#hubCall('viewScore', worker))[0] as bigint
  }

  /**
   * Read from the app itself, so that it works with hubs that have no such view. `undefined`: not
   * an app.
   */
  async viewApp(app: Hex): Promise<AppInfo | undefined> {
    const read = await this.#assetCalls(interfaces.app(), app, [
      'owner',
      'm_appName',
      'm_appType',
      'm_appMultiaddr',
      'm_appChecksum',
      'm_appMREnclave',
    ])
    if (!read) return undefined
    const [owner, name, type, multiaddr, checksum, mrenclave] = read
    return { owner, name, type, multiaddr, checksum, mrenclave } as AppInfo
  }

  /** Whether a dataset order allows its dataset to be used in a deal. */
  async isDatasetCompatible(order: DatasetOrder, dealId: DealId): Promise<boolean> {
    return this.#hubCall('assertDatasetDealCompatibility', order, dealId).then(
      () => true,
      () => false,
    )
  }

  /** `undefined`: not a dataset. */
  async viewDataset(dataset: Hex): Promise<DatasetInfo | undefined> {
    const read = await this.#assetCalls(interfaces.dataset(), dataset, [
      'owner',
      'm_datasetName',
      'm_datasetMultiaddr',
      'm_datasetChecksum',
    ])
    if (!read) return undefined
    const [owner, name, multiaddr, checksum] = read
    return { owner, name, multiaddr, checksum } as DatasetInfo
  }

  /** `undefined`: not a workerpool. */
  async viewWorkerpool(workerpool: Hex): Promise<WorkerpoolInfo | undefined> {
    const read = await this.#assetCalls(interfaces.workerpool(), workerpool, [
      'owner',
      'm_workerpoolDescription',
    ])
    if (!read) return undefined
    const [owner, description] = read
    return { owner, description } as WorkerpoolInfo
  }

  /** `owner()` of any contract; `undefined` when it has none. */
  async ownerOf(asset: Address): Promise<Address | undefined> {
    return (await this.#assetCalls(interfaces.app(), asset, ['owner']))?.[0] as Address | undefined
  }

  /** The hub's three registries. */
  async registries(): Promise<Record<AssetKind, Address>> {
    this.#registries ??= {
      app: (await this.#hubCall('appregistry'))[0] as Address,
      dataset: (await this.#hubCall('datasetregistry'))[0] as Address,
      workerpool: (await this.#hubCall('workerpoolregistry'))[0] as Address,
    }
    return this.#registries
  }

  /** The token the escrow holds; `undefined` where that is the chain's own currency. */
  async token(): Promise<Address | undefined> {
    this.#token ??= (await this.#hubCall('token'))[0] as Address
    return this.#token === ZERO_ADDRESS ? undefined : this.#token
  }

  async isRegistered(kind: AssetKind, asset: Address): Promise<boolean> {
    const registry = (await this.registries())[kind]
    return (
      await this.call(interfaces[`${kind}Registry`](), registry, 'isRegistered', [asset])
    )[0] as boolean
  }

  /** The address {@link HubWriter.createApp} will give. */
  async predictApp(app: NewApp): Promise<Address> {
    const { app: registry } = await this.registries()
    return (
      await this.call(interfaces.appRegistry(), registry, 'predictApp', appFields(app))
    )[0] as Address
  }

  /** Calls a view function of any contract, as of a block: its number in hex, or `latest`. */
  async call(
    abi: Interface,
    to: Hex,
    name: string,
    args: readonly unknown[],
    block = 'latest',
  ): Promise<Result> {
    const data = abi.encodeFunctionData(name, args)
    const answer = (await this.rpc.request({
      method: 'eth_call',
      params: [{ to, data }, block],
    })) as Hex
    const { outputs } = abi.getFunction(name)!
    return withAnyText(outputs, abi.decodeFunctionResult(name, answer), answer)
  }

  #hubCall(name: string, ...args: unknown[]): Promise<Result> {
    return this.call(interfaces.hub(), this.hub, name, args)
  }

  async #assetCalls(
    abi: Interface,
    asset: Hex,
    names: readonly string[],
  ): Promise<unknown[] | undefined> {
    try {
      return await Promise.all(
        names.map(async (name) => (await this.call(abi, asset, name, []))[0]),
      )
    } catch (error) {
      // No contract there, or one that is not an asset.
      if (isCallFailure(error)) return undefined
      throw error
    }
  }
}

const resource = (value: Result): Resource => value.toObject() as unknown as Resource

/** A revert, or no returned bytes: the contract is missing or another one. */
function isCallFailure(error: unknown): boolean {
  const { name, code } = error as { name?: string; code?: unknown }
  return (
    name === 'RpcFailure' || name === 'RpcError' || code === 'BAD_DATA' || code === 'CALL_EXCEPTION'
  )
}
