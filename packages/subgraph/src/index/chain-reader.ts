import type { HubClient } from '@iexec-sim/chain/client'
import type {
  Address,
  Contribution,
  Deal,
  DealId,
  Hex,
  OnchainTask,
  TaskId,
} from '@iexec-sim/protocol'
import type { Interface, Result } from 'ethers'

/** Reads the bytes of a path, `/ipfs/<cid>`; rejects above `maxBytes`. */
export interface ContentReader {
  /** All bytes of a path. */
  bytes(path: string, maxBytes: number): Promise<Uint8Array>
}

/** A transaction as the index shows it; amounts in wei. */
export interface IndexedTransaction {
  /** Hash, 32 bytes of hex. */
  hash: Hex
  from: Address
  /** `null`: it creates a contract. */
  to: Address | null
  value: bigint
  /** Gas limit. */
  gas: bigint
  gasPrice: bigint
}

/** A block with its transactions. */
export interface IndexedBlock {
  /** Seconds since 1970. */
  timestamp: bigint
  /** Transactions by their hashes. */
  transactions: ReadonlyMap<Hex, IndexedTransaction>
}

/** Reads the chain for one batch of events, each thing once. */
export class ChainReader {
  /** The hub, for what is read once anyway. */
  readonly hub: HubClient
  /** The network's content. */
  readonly content: ContentReader
  readonly #known = new Map<string, Promise<unknown>>()

  constructor(hub: HubClient, content: ContentReader) {
    this.hub = hub
    this.content = content
  }

  /** A block of the chain. Rejects when it is gone. */
  block(number: number): Promise<IndexedBlock> {
    return this.#once(`block ${number}`, async () => {
      const params = [`0x${number.toString(16)}`, true]
      const block = await this.hub.rpc.request({ method: 'eth_getBlockByNumber', params })
      return readBlock(there(block as RawBlock | null, `block ${number}`))
    })
  }

  /** A deal. Rejects when it is gone. */
  deal(id: DealId): Promise<Deal> {
    return this.#once(id, async () => there(await this.hub.viewDeal(id), `deal ${id}`))
  }

  /** A task. Rejects when it is gone. */
  task(id: TaskId): Promise<OnchainTask> {
    return this.#once(id, async () => there(await this.hub.viewTask(id), `task ${id}`))
  }

  /** A worker's contribution to a task. */
  contribution(task: TaskId, worker: Hex): Promise<Contribution> {
    return this.#once(task + worker, () => this.hub.viewContribution(task, worker as never))
  }

  /** The only result of a view function of any contract. */
  async call<T>(abi: Interface, to: Hex, name: string, ...args: unknown[]): Promise<T> {
    const { hub } = this
    const key = [to, name, ...args].join()
    return (await this.#once<Result>(key, () => hub.call(abi, to, name, args)))[0] as T
  }

  #once<T>(key: string, read: () => Promise<T>): Promise<T> {
    let reading = this.#known.get(key) as Promise<T> | undefined
    if (!reading) {
      reading = read()
      this.#known.set(key, reading)
    }
    return reading
  }
}

interface RawBlock {
  timestamp: Hex
  transactions: (Record<'value' | 'gas' | 'gasPrice', Hex> &
    Pick<IndexedTransaction, 'hash' | 'from' | 'to'>)[]
}

function readBlock({ timestamp, transactions }: RawBlock): IndexedBlock {
  const read = transactions.map(({ hash, from, to, value, gas, gasPrice }) => ({
    hash,
    from,
    to,
    value: BigInt(value),
    gas: BigInt(gas),
    gasPrice: BigInt(gasPrice),
  }))
  return { timestamp: BigInt(timestamp), transactions: new Map(read.map((one) => [one.hash, one])) }
}

/** What an event told of is there, unless the chain was taken back since. */
function there<T>(value: T | null | undefined, name: string): T {
  if (value === null || value === undefined)
    throw new Error(`${name} is gone: the chain was taken back meanwhile`)
  return value
}
