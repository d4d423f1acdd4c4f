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
   * Tasks that the pool's open orders of a category are still good for, by tag. `trusts` has the
   * trust of each tag: only orders with it count, others of the tag go.
   */
  keptVolumes(
    workerpool: Address,
    category: bigint,
    trusts: ReadonlyMap<Bytes32, bigint>,
  ): Promise<ReadonlyMap<Bytes32, bigint>>
  /** Publishes a workerpool order. */
  publish(order: WorkerpoolOrder): Promise<unknown>
}

/** Options of {@link OrderKeeper}. */
export interface OrderKeeperOptions {
  /** The workerpools the offers are for. */
  workerpools: readonly Address[]
  /** Domain of signatures. */
  domain: HubDomain
  /** Wallet of the workerpools' owner. */
  owner: TypedDataSigner
  /** Order book that gets the offers. */
  book: OfferBook
  /** Counts the categories of the hub. */
  chain: { countCategory(): Promise<bigint> }
  /** Frameworks the scheduler serves besides standard tasks. */
  frameworks: readonly TeeFramework[]
  /** Number of workers, which limits the trust that contributions can reach. */
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

/**
 * Keeps zero-price orders of each workerpool open, for every category and every tag it serves.
 */
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
    const { chain, frameworks, workers, log, workerpools } = this.#options
    try {
      const categories = Array.from({ length: Number(await chain.countCategory()) }, (_, id) =>
        BigInt(id),
      )
      // n new workers that agree reach a trust of 2^n; a TEE task is one worker's alone.
      const trusts = new Map([[encodeTag(''), 2n ** BigInt(workers)]])
      for (const framework of frameworks) trusts.set(encodeTag(['tee', framework]), 1n)
      for (const workerpool of workerpools)
        for (const category of categories) await this.#cover(workerpool, category, trusts)
    } catch (error) {
      const reason = (error as Error).message
      log.error({ reason }, 'offers of the pool could not be published')
      clearTimeout(this.#retry)
      if (!this.#closed) this.#retry = setTimeout(() => void this.check(), RETRY_MS).unref()
      throw unpublished(reason, error)
    }
  }

  /** Publishes what a category of a workerpool lacks. `trusts` has the trust of each tag. */
  async #cover(
    workerpool: Address,
    category: bigint,
    trusts: ReadonlyMap<Bytes32, bigint>,
  ): Promise<void> {
    if (this.#closed) return
    const { domain, owner, book, draw, log } = this.#options
    const kept = await book.keptVolumes(workerpool, category, trusts)
    for (const [tag, trust] of trusts) {
      if (this.#closed || (kept.get(tag) ?? 0n) >= LEAST_OPEN) continue
      await book.publish(await signOffer(workerpool, domain, owner, { category, tag, trust }, draw))
      log.debug({ workerpool, category: String(category), tag }, 'offer published')
    }
  }
}

const unpublished = (reason: string, cause?: unknown) =>
  new SimError('OFFERS_UNPUBLISHED', { reason: reason.replace(/\.$/, '') }, { cause })
