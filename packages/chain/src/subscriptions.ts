import { type Evm, RpcFailure } from './internal/edr.ts'

type Listener = (result: unknown) => void

interface Subscription {
  kind: 'newHeads' | 'logs'
  /** Addresses and topics of interest; logs only. */
  filter: object
  listener: Listener
}

/** The fields of a block that are used here, and others. */
type Header = Record<'number' | 'transactions' | 'uncles', unknown>

/**
 * Subscriptions to new blocks and logs. Kept here and not in the engine, which forgets a
 * subscription after five minutes without a block.
 */
export class Subscriptions {
  #evm: Evm
  readonly #kept = new Map<string, Subscription>()
  #lastId = 0
  /** Newest announced block. */
  #told: number

  constructor(evm: Evm, head: number) {
    this.#evm = evm
    this.#told = head
  }

  /**
   * Takes the parameters of `eth_subscribe`; throws a JSON-RPC error for topics that cannot be
   * subscribed to.
   */
  add(params: readonly unknown[], listener: Listener): { id: string; close: () => Promise<void> } {
    const [kind, filter = {}] = params
    if (kind !== 'newHeads' && kind !== 'logs')
      throw new RpcFailure(-32602, `"${kind}" cannot be subscribed to`)
    if (typeof filter !== 'object' || filter === null)
      throw new RpcFailure(-32602, 'the filter of logs is an object')
    const id = `0x${(++this.#lastId).toString(16)}`
    this.#kept.set(id, { kind, filter, listener })
    return { id, close: async () => void this.#kept.delete(id) }
  }

  /**
   * Follows the chain to another moment, possibly in another engine; existing blocks are not
   * announced.
   */
  moveTo(evm: Evm, head: number): void {
    this.#evm = evm
    this.#told = head
  }

  /**
   * Tells of the blocks since the last time. Called after everything that may have added or taken
   * away blocks.
   */
  async tell(): Promise<void> {
    const newest = await this.#block('latest')
    const head = Number(newest.number)
    const from = this.#told + 1
    this.#told = head
    if (this.#kept.size === 0) return
    for (let number = from; number < head; number++)
      await this.#tellOf(await this.#block(`0x${number.toString(16)}`))
    if (from <= head) await this.#tellOf(newest)
  }

  #block(tag: string): Promise<Header> {
    return this.#evm.request('eth_getBlockByNumber', [tag, false]) as Promise<Header>
  }

  async #tellOf({ transactions: _, uncles: __, ...header }: Header): Promise<void> {
    const { number: block } = header
    const subscriptions = [...this.#kept.values()]
    for (const { kind, listener } of subscriptions) if (kind === 'newHeads') listener(header)
    for (const { kind, filter, listener } of subscriptions) {
      if (kind !== 'logs') continue
      const logs = await this.#evm.request('eth_getLogs', [
        { ...filter, fromBlock: block, toBlock: block },
      ])
      for (const log of logs as unknown[]) listener(log)
    }
  }
}
