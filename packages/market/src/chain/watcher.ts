import { type ChainEvent, EventFeed, type HubClient, interfaces } from '@iexec-sim/chain/client'
import type { Address } from '@iexec-sim/protocol'
import type { MarketContext } from '../context.ts'
import { readCategories } from './categories.ts'
import { HUB_EVENTS, onHubEvents } from './hub-events.ts'
import { OWNER_EVENTS, onOwnerChange } from './owner-changes.ts'
import { takenBack } from './taken-back.ts'

/** The contracts that are watched. */
export const WATCHED = ['hub', 'app', 'dataset', 'workerpool'] as const
type Watched = (typeof WATCHED)[number]

const INTERFACES = {
  hub: interfaces.hub,
  app: interfaces.appRegistry,
  dataset: interfaces.datasetRegistry,
  workerpool: interfaces.workerpoolRegistry,
}
const EVENTS = {
  hub: HUB_EVENTS,
  app: OWNER_EVENTS,
  dataset: OWNER_EVENTS,
  workerpool: OWNER_EVENTS,
}

/**
 * Follows the hub and the registries, so that the book never shows an order that would fail to
 * match.
 */
export class Watcher {
  readonly #context: MarketContext
  readonly #feeds: EventFeed[] = []

  constructor(context: MarketContext) {
    this.#context = context
  }

  /** Catches up with the chain, then follows it. */
  async start(): Promise<void> {
    const { chain, turns } = this.#context
    await turns.take(() => readCategories(this.#context))
    await turns.take(() => this.#forgetAnotherChain())
    const addresses = { hub: chain.hub, ...(await chain.registries()) }
    for (const contract of WATCHED)
      this.#feeds.push(await this.#follow(contract, addresses[contract]))
  }

  /** Stops following; it may be started again. */
  async close(): Promise<void> {
    await Promise.all(this.#feeds.splice(0).map((feed) => feed.close()))
  }

  /**
   * Goes on behind what is done. A chain that is taken back is read from its first block, and what
   * is done then is passed over.
   */
  #follow(contract: Watched, address: Address): Promise<EventFeed> {
    const { chain, progress, log, turns } = this.#context
    let done = progress.of(contract)
    let next = done + 1
    return EventFeed.start({
      rpc: chain.rpc,
      sources: [{ address, abi: INTERFACES[contract](), events: EVENTS[contract] }],
      fromBlock: 0,
      startBlock: next,
      onError: (error) =>
        log.error({ contract, reason: error.message }, 'events could not be read'),
      onBatch: ({ fromBlock, toBlock, toHash, events }) =>
        turns.take(async () => {
          if (fromBlock < next) {
            // Blocks that were read before and come again. The hub's feed sees them as well as the
            // registries' do.
            if (contract === 'hub') await takenBack(this.#context, fromBlock)
            done = fromBlock - 1
          }
          next = fromBlock
          const fresh = events.filter(({ blockNumber }) => blockNumber > done)
          await this.#onEvents(contract, fresh)
          if (toBlock > done) progress.set(contract, { block: toBlock, hash: toHash })
          next = toBlock + 1
          done = Math.max(done, toBlock)
        }),
    })
  }

  async #onEvents(contract: Watched, events: readonly ChainEvent[]): Promise<void> {
    if (contract === 'hub') return onHubEvents(this.#context, events)
    for (const event of events) await onOwnerChange(this.#context, contract, event)
  }

  /**
   * A chain without the last block read is another one, or was taken back while the market was not
   * running.
   */
  async #forgetAnotherChain(): Promise<void> {
    const { chain, progress } = this.#context
    const mark = progress.mark('hub')
    if (!mark || (await blockHash(chain, mark.block)) === mark.hash) return
    await takenBack(this.#context, 0)
    progress.forget()
  }
}

/** `undefined` when the chain is not that long. */
async function blockHash({ rpc }: HubClient, number: number): Promise<string | undefined> {
  const params = [`0x${number.toString(16)}`, false]
  const block = (await rpc.request({ method: 'eth_getBlockByNumber', params })) as {
    hash: string
  } | null
  return block?.hash
}
