import { type EventBatch, EventFeed, interfaces } from '@iexec-sim/chain/client'
import type { Address } from '@iexec-sim/protocol'
import type { MarketContext } from '../context.ts'
import { readCategories } from './categories.ts'
import { onHubEvent } from './hub-events.ts'
import { onOwnerChange } from './owner-changes.ts'
import { recheckAll } from './recheck.ts'

/** Follows the hub and the registries, so that the book never shows an order that would fail to match. */
export class Watcher {
  readonly #context: MarketContext
  #feeds: EventFeed[] = []

  constructor(context: MarketContext) {
    this.#context = context
  }

  /** Catches up with the chain, then follows it. */
  async start(): Promise<void> {
    const { chain } = this.#context
    await readCategories(this.#context)
    await this.#forgetWhatIsGone()
    const registries = await chain.registries()
    const assets = {
      app: interfaces.appRegistry,
      dataset: interfaces.datasetRegistry,
      workerpool: interfaces.workerpoolRegistry,
    }
    this.#feeds = await Promise.all([
      this.#follow('hub', chain.hub, interfaces.hub(), async ({ events, toBlock }) => {
        for (const event of events) await onHubEvent(this.#context, event)
        void toBlock
      }),
      ...(['app', 'dataset', 'workerpool'] as const).map((kind) =>
        this.#follow(kind, registries[kind], assets[kind](), async ({ events }) => {
          for (const event of events) await onOwnerChange(this.#context, kind, event)
        }),
      ),
    ])
  }

  async close(): Promise<void> {
    await Promise.all(this.#feeds.map((feed) => feed.close()))
  }

  #follow(
    name: string,
    address: Address,
    abi: ReturnType<typeof interfaces.hub>,
    onBatch: (batch: EventBatch) => Promise<void>,
  ): Promise<EventFeed> {
    const { chain, progress, log } = this.#context
    return EventFeed.start({
      rpc: chain.rpc,
      address,
      abi,
      fromBlock: progress.of(name) + 1,
      onError: (error) => log.error({ contract: name, reason: error.message }, 'events could not be read'),
      onBatch: async (batch) => {
        // Blocks that were read before and come again: the chain was taken back, and deals of then are gone.
        if (batch.fromBlock <= progress.of(name)) await this.#takenBack(name, batch.fromBlock)
        await onBatch(batch)
        progress.set(name, batch.toBlock)
      },
    })
  }

  async #takenBack(name: string, fromBlock: number): Promise<void> {
    if (name !== 'hub') return
    this.#context.deals.forgetFrom(fromBlock)
    await recheckAll(this.#context)
  }

  /** A chain that is shorter than what was read of it is another one, or was taken back while nobody looked. */
  async #forgetWhatIsGone(): Promise<void> {
    const { chain, progress } = this.#context
    const head = await chain.blockNumber()
    for (const name of ['hub', 'app', 'dataset', 'workerpool']) {
      if (progress.of(name) <= head) continue
      await this.#takenBack(name, 0)
      progress.set(name, -1)
    }
  }
}
