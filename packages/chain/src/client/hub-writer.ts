import { SimError } from '@iexec-sim/base'
import type {
  Address,
  Bytes32,
  ContributionWriter,
  DatasetInfo,
  DealId,
  Hex,
  MatchedOrders,
  Rpc,
  TaskId,
} from '@iexec-sim/protocol'
import {
  type BaseWallet,
  type Interface,
  type LogDescription,
  type Result,
  toQuantity,
} from 'ethers'
import { type AssetKind, interfaces } from './interfaces.ts'
import { appFields, type NewApp, type WorkerpoolInfo } from './new-app.ts'
import { readLog } from './read-log.ts'
import { revertReason } from './revert-reason.ts'
import { GAS_LIMIT, receiptOf, sendCall } from './transactions.ts'

/** A log of a receipt. */
export interface ReceiptLog {
  /** Contract that emitted it. */
  address: Address
  /** Up to four topics, 32 bytes of hex each. */
  topics: Hex[]
  /** Fields that are not indexed, ABI-encoded. */
  data: Hex
}

/** Receipt of a transaction. */
export interface Receipt {
  /** Hash of the transaction, 32 bytes of hex. */
  transactionHash: Hex
  /** Block that holds the transaction. */
  blockNumber: number
  /** Gas that the transaction used. */
  gasUsed: bigint
  /** Logs in the order they were emitted. */
  logs: ReceiptLog[]
}

/** A mined transaction with the events of the called contract. */
export interface Written {
  /** Receipt of the transaction. */
  receipt: Receipt
  /** Events of the called contract, decoded, in order. */
  events: LogDescription[]
}

/** The reads that a writer needs of its hub. */
export interface HubOfWriter {
  /** JSON-RPC of the chain. */
  readonly rpc: Rpc
  /** Address of the hub. */
  readonly hub: Address
  /** Returns the id of the chain. */
  chainId(): Promise<number>
  /** The RLC token of the escrow; none where it holds the chain's own currency. */
  token(): Promise<Address | undefined>
  /** Returns the registry of each kind of asset. */
  registries(): Promise<Record<AssetKind, Address>>
  /** Address an app will have. */
  predictApp(app: NewApp): Promise<Address>
  /** Calls a view function and returns its decoded results. */
  call(abi: Interface, to: Address, name: string, args: readonly unknown[]): Promise<Result>
}

/**
 * The hub as one wallet writes it. Each call resolves when mined, and rejects with
 * `TRANSACTION_REVERTED` when the chain refuses it.
 */
export class HubWriter implements ContributionWriter {
  readonly #client: HubOfWriter
  readonly #wallet: BaseWallet

  constructor(client: HubOfWriter, wallet: BaseWallet) {
    this.#client = client
    this.#wallet = wallet
  }

  async matchOrders({
    app,
    dataset,
    workerpool,
    request,
  }: MatchedOrders): Promise<Written & { dealId: DealId; volume: bigint }> {
    const written = await this.#hub('matchOrders', app, dataset, workerpool, request)
    const event = written.events.find(({ name }) => name === 'OrdersMatched')
    if (!event)
      throw new SimError('NO_EVENT', {
        hash: written.receipt.transactionHash,
        call: 'matchOrders',
        event: 'OrdersMatched',
      })
    return { ...written, dealId: event.args.dealid as DealId, volume: event.args.volume as bigint }
  }

  initialize(dealId: DealId, index: bigint): Promise<Written> {
    return this.#hub('initialize', dealId, index)
  }

  contribute(...args: Parameters<ContributionWriter['contribute']>): Promise<Written> {
    return this.#hub('contribute', ...args)
  }

  contributeAndFinalize(
    ...args: Parameters<ContributionWriter['contributeAndFinalize']>
  ): Promise<Written> {
    return this.#hub('contributeAndFinalize', ...args)
  }

  reveal(taskId: TaskId, resultDigest: Bytes32): Promise<Written> {
    return this.#hub('reveal', taskId, resultDigest)
  }

  reopen(taskId: TaskId): Promise<Written> {
    return this.#hub('reopen', taskId)
  }

  finalize(taskId: TaskId, results: Hex, resultsCallback: Hex): Promise<Written> {
    return this.#hub('finalize', taskId, results, resultsCallback)
  }

  claim(taskId: TaskId): Promise<Written> {
    return this.#hub('claim', taskId)
  }

  /**
   * Deposits `amount` nRLC out of the wallet: native coins, each worth 10^9 wei, or RLC where the
   * escrow holds the token.
   */
  async deposit(amount: bigint): Promise<Written> {
    const { hub } = this.#client
    const token = await this.#client.token()
    if (token) return this.send(interfaces.rlc(), token, 'approveAndCall', [hub, amount, '0x'])
    return this.send(interfaces.hub(), hub, 'deposit', [], amount * 10n ** 9n)
  }

  /** Takes nRLC out of the escrow. */
  withdraw(amount: bigint): Promise<Written> {
    return this.#hub('withdraw', amount)
  }

  /** Lets another account spend nRLC of this one. */
  approve(spender: Address, amount: bigint): Promise<Written> {
    return this.#hub('approve', spender, amount)
  }

  /** Deploys an app and returns its address too. */
  async createApp(app: NewApp): Promise<Written & { address: Address }> {
    const address = await this.#client.predictApp(app)
    const { app: registry } = await this.#client.registries()
    return {
      ...(await this.send(interfaces.appRegistry(), registry, 'createApp', appFields(app))),
      address,
    }
  }

  /** Deploys a dataset and returns its address too. */
  async createDataset({
    owner,
    name,
    multiaddr,
    checksum,
  }: DatasetInfo): Promise<Written & { address: Address }> {
    const fields = [owner, name, multiaddr, checksum]
    const { dataset: registry } = await this.#client.registries()
    const predicted = await this.#client.call(
      interfaces.datasetRegistry(),
      registry,
      'predictDataset',
      fields,
    )
    const written = await this.send(interfaces.datasetRegistry(), registry, 'createDataset', fields)
    return { ...written, address: predicted[0] as Address }
  }

  /** Deploys a workerpool and returns its address too. */
  async createWorkerpool({
    owner,
    description,
  }: WorkerpoolInfo): Promise<Written & { address: Address }> {
    const fields = [owner, description]
    const { workerpool: registry } = await this.#client.registries()
    const predicted = await this.#client.call(
      interfaces.workerpoolRegistry(),
      registry,
      'predictWorkerpool',
      fields,
    )
    const written = await this.send(
      interfaces.workerpoolRegistry(),
      registry,
      'createWorkerpool',
      fields,
    )
    return { ...written, address: predicted[0] as Address }
  }

  /** Signs and sends a call of any contract. `value` in wei. */
  async send(
    abi: Interface,
    to: Hex,
    name: string,
    args: readonly unknown[],
    value = 0n,
  ): Promise<Written> {
    const data = abi.encodeFunctionData(name, args) as Hex
    const { rpc } = this.#client
    const hash = await sendCall(rpc, await this.#client.chainId(), this.#wallet, {
      to,
      data,
      value,
    })
    const receipt = await receiptOf(rpc, hash)
    if (receipt.status !== '0x1')
      throw new SimError('TRANSACTION_REVERTED', {
        call: name,
        reason: await this.#reason(abi, to, data, value),
      })
    const logs = receipt.logs.map(({ address, topics, data }) => ({ address, topics, data }))
    return {
      receipt: {
        transactionHash: hash,
        blockNumber: Number(receipt.blockNumber),
        gasUsed: BigInt(receipt.gasUsed),
        logs,
      },
      events: logs.flatMap((log) => readLog(abi, log) ?? []),
    }
  }

  #hub(name: string, ...args: unknown[]): Promise<Written> {
    return this.send(interfaces.hub(), this.#client.hub, name, args)
  }

  /** A mined revert does not say why: the same call, made again without sending, does. */
  async #reason(abi: Interface, to: Hex, data: Hex, value: bigint): Promise<string> {
    const call = {
      from: this.#wallet.address,
      to,
      data,
      gas: toQuantity(GAS_LIMIT),
      ...(value > 0n ? { value: toQuantity(value) } : {}),
    }
    try {
      await this.#client.rpc.request({ method: 'eth_call', params: [call, 'latest'] })
      return 'it failed when it was mined, though it would succeed now'
    } catch (error) {
      return revertReason(abi, error, GAS_LIMIT)
    }
  }
}
