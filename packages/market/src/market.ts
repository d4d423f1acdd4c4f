import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Clock } from '@iexec-sim/base'
import { Turns } from '@iexec-sim/base'
import type { HubClient } from '@iexec-sim/chain/client'
import type { AllowedNames } from '@iexec-sim/door'
import { restoreTables, saveTables } from '@iexec-sim/snapshot'
import type { FastifyPluginAsync } from 'fastify'
import type { Logger } from 'pino'
import { Watcher } from './chain/watcher.ts'
import { orderChallenges } from './challenges.ts'
import type { MarketContext } from './context.ts'
import type { OrderName } from './order-kinds.ts'
import type { OrderRecord } from './order-record.ts'
import { marketPlugin } from './routes/plugin.ts'
import type { RateLimit } from './routes/rate-limit.ts'
import { Announcer } from './sockets.ts'
import { CategoryStore } from './store/category-store.ts'
import { openDatabase } from './store/database.ts'
import { DealStore } from './store/deal-store.ts'
import { OrderStore } from './store/order-store.ts'
import { Progress } from './store/progress.ts'

/** Options of a market. */
export interface MarketOptions extends AllowedNames {
  /** Id of the chain. */
  chainId: number
  /** Reads the chain. */
  chain: HubClient
  /** The network's clock. */
  clock: Clock
  /** Log of the market. */
  log: Logger
  /** Folder of its database; in memory without. */
  dir?: string
  /** Open orders of one kind a wallet may have. @default 50 */
  maxOpenOrdersPerWallet?: number
  /** @default none: all clients are the machine's own user */
  rateLimit?: RateLimit
}

/** The order book, kept valid by the events of the chain. */
export class Market {
  /** Its HTTP routes and socket.io channels. */
  readonly plugin: FastifyPluginAsync
  readonly #db: DatabaseSync
  readonly #watcher: Watcher
  readonly #turns = new Turns()
  readonly #orders: OrderStore

  constructor(options: MarketOptions) {
    const { chainId, chain, clock, log, dir, maxOpenOrdersPerWallet = 50, rateLimit } = options
    this.#db = openDatabase(dir === undefined ? ':memory:' : join(dir, 'market.db'))
    this.#orders = new OrderStore(this.#db, chainId)
    const context: MarketContext = {
      chainId,
      domain: { chainId, hub: chain.hub },
      chain,
      clock,
      log,
      orders: this.#orders,
      deals: new DealStore(this.#db),
      categories: new CategoryStore(this.#db, chainId),
      progress: new Progress(this.#db),
      challenges: orderChallenges({ chainId, clock }),
      announcer: new Announcer(chainId),
      turns: this.#turns,
      maxOpenOrdersPerWallet,
    }
    this.#watcher = new Watcher(context)
    this.plugin = marketPlugin(context, options, rateLimit)
  }

  /** Every open order of a kind. */
  openOrders(name: OrderName): OrderRecord[] {
    return this.#orders.allOpen(name)
  }

  /** Catches up with the chain, then follows it. */
  start(): Promise<void> {
    return this.#watcher.start()
  }

  /** Stops following the chain until {@link resume}; work under way is finished. */
  async pause(): Promise<void> {
    await this.#watcher.close()
    await this.#turns.take(() => {})
  }

  /** Writes the book into a folder. */
  save(dir: string): void {
    saveTables(this.#db, join(dir, 'market.json'))
  }

  /** Restores the state of {@link save}. Throws `SNAPSHOT_CORRUPT`. */
  restore(dir: string): Promise<void> {
    return this.#turns.take(() => restoreTables(this.#db, join(dir, 'market.json')))
  }

  /** Follows the chain again, from where the book has come to. */
  resume(): Promise<void> {
    return this.#watcher.start()
  }

  async close(): Promise<void> {
    await this.#watcher.close()
    // Writes that a request has begun finish before the database closes.
    await this.#turns.take(() => this.#db.close())
  }
}
