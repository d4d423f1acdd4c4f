import { Again, SimError } from '@iexec-sim/base'
import {
  type Address,
  type Bytes32,
  type Draw,
  encodeTag,
  type HubDomain,
  type TeeFramework,
  type TypedDataSigner,
  type WorkerpoolOrder,
} from '@iexec-sim/protocol'
import type { Logger } from 'pino'
import { signOffer } from './offers.ts'

/** The order book as the pool uses it. */
export interface OfferBook {
  /**
   * Tasks that the pool's open orders of a category, exactly this tag and this trust are still good
   * for; others of that category and tag go.
   */
  keptVolume(workerpool: Address, kind: OfferKind): Promise<bigint>
  /** Publishes a workerpool order. */
  publish(order: WorkerpoolOrder): Promise<unknown>
}

/** Properties that distinguish the offers of a pool. */
export type OfferKind = Pick<WorkerpoolOrder, 'category' | 'tag' | 'trust'>

/** Options of {@link OrderKeeper}. */
export interface OrderKeeperOptions {
  /** The workerpool the offers are for. */
  workerpool: Address
  /** Domain of signatures. */
  domain: HubDomain
  /** Wallet of the workerpool's owner. */
  owner: TypedDataSigner
  /** Order book that gets the offers. */
  book: OfferBook
  /** Counts the categories of the hub. */
  chain: { countCategory(): Promise<bigint> }
  /** Frameworks the pool serves besides standard tasks. */
  frameworks: readonly TeeFramework[]
  /** Number of workers of the pool, which limits the trust it can reach. */
  workers: number
  /** Draws the salts of offers. */
  draw: Draw
  /** Log of the pool. */
  log: Logger
}

/** Delay before a failed round is repeated, in ms. */
const RETRY_MS = 2_000

/** Tasks below which another order is published, half of what one is good for. */
const LEAST_OPEN = 500n

/** Keeps zero-price orders of the pool open for every category and every tag it serves. */
export class OrderKeeper {
  readonly #options: OrderKeeperOptions
  readonly #rounds = new Again(() => this.#publishMissing())
  #closed = false
  #retry: NodeJS.Timeout | undefined

  constructor(options: OrderKeeperOptions) {
    this.#options = options
  }

  /**
   * Looks what is missing and publishes it. Asked for while at it, it looks once more when done,
   * and resolves after that. What fails is logged and repeated later.
   */
  async check(): Promise<void> {
    await this.covered().catch(() => {})
  }

  /**
   * Resolves when every category that the chain has now has its offers. Throws
   * `OFFERS_UNPUBLISHED`; they are published later all the same.
   */
  async covered(): Promise<void> {
    await this.#rounds.run()
    if (this.#closed) throw unpublished('the network is stopping')
  }

  /** Waits for what is under way and does nothing from then on. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#retry)
    await this.#rounds.stop().catch(() => {})
  }

  async #publishMissing(): Promise<void> {
    const { chain, frameworks, log } = this.#options
    try {
      const categories = Array.from({ length: Number(await chain.countCategory()) }, (_, id) =>
        BigInt(id),
      )
      const tags = [encodeTag(''), ...frameworks.map((framework) => encodeTag(['tee', framework]))]
      for (const category of categories) {
        for (const tag of tags) if (!this.#closed) await this.#keepOpen(category, tag)
      }
    } catch (error) {
      const reason = (error as Error).message
      log.error({ reason }, 'offers of the pool could not be published')
      clearTimeout(this.#retry)
      if (!this.#closed) this.#retry = setTimeout(() => void this.check(), RETRY_MS).unref()
      throw unpublished(reason, error)
    }
  }

  async #keepOpen(category: bigint, tag: Bytes32): Promise<void> {
    const { workerpool, domain, owner, book, workers, draw, log } = this.#options
    // n new workers that agree reach a trust of 2^n; a TEE task is one worker's alone.
    const trust = BigInt(tag) & 1n ? 1n : 2n ** BigInt(workers)
    if ((await book.keptVolume(workerpool, { category, tag, trust })) >= LEAST_OPEN) return
    await book.publish(await signOffer(workerpool, domain, owner, { category, tag, trust }, draw))
    log.debug({ category: String(category), tag }, 'offer published')
  }
}

const unpublished = (reason: string, cause?: unknown) =>
  new SimError('OFFERS_UNPUBLISHED', { reason: reason.replace(/\.$/, '') }, { cause })
