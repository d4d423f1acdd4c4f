import type { Clock } from '@iexec-sim/base'
import type { ChainTrouble } from '@iexec-sim/faults'
import { sameAddress } from '@iexec-sim/protocol'
import { Transaction } from 'ethers'
import type { Logger } from 'pino'

/** Deliberate faults of transactions. */
export interface TransactionFaults {
  /** Whether there are no faults; then `transaction` is not called. */
  readonly isEmpty: boolean
  /** Fault of the next transaction, if any. */
  transaction(): ChainTrouble | undefined
}

/** Code that reverts every call without a reason. */
const REVERTS = '0x60006000fd'
/** Time for which transactions to reorder wait for others, in ms: a block of the real network. */
const PATIENCE_MS = 5_000

/** The part of a chain that is used. Writes are journaled like any other. */
export interface FaultyChain {
  /** Executes a method that changes the chain. */
  write(method: string, params: readonly unknown[]): Promise<unknown>
  /** Executes a method that only reads. */
  read(method: string, params: readonly unknown[]): Promise<unknown>
  /** Runs a job while no other write is under way. */
  inTurn<T>(job: () => Promise<T>): Promise<T>
}

interface Held {
  raw: string
  from: string
}

/**
 * Transactions that are known and not mined yet, as in a node that is not alone: they are late,
 * change places, or revert.
 */
export class FaultyTransactions {
  readonly #chain: FaultyChain
  readonly #clock: Clock
  readonly #log: Logger
  readonly #held = new Set<Held>()
  #batch: { size: number; held: Held[]; close: () => void } | undefined

  constructor(chain: FaultyChain, clock: Clock, log: Logger) {
    this.#chain = chain
    this.#clock = clock
    this.#log = log
  }

  /** Whether a transaction waits for others to be reordered with. */
  get isCollecting(): boolean {
    return this.#batch !== undefined
  }

  /** Handles a signed transaction as a fault says and returns its hash. */
  async take(does: ChainTrouble | undefined, raw: string): Promise<unknown> {
    const signed = does || this.#batch ? readTransaction(raw) : undefined
    if (!signed) return this.#send(raw)
    const { hash, from, to } = signed
    if (this.#batch || !does) return this.#collect({ raw, from: from! }, hash!)
    this.#log.warn({ hash, does }, 'transaction fault applied')
    if ('revert' in does) return to === null ? this.#send(raw) : this.#revert(raw, to)
    if ('reorder' in does) this.#open(does.reorder)
    if (this.#batch) return this.#collect({ raw, from: from! }, hash!)
    return this.#delay({ raw, from: from! }, hash!, 'delayMs' in does ? does.delayMs : 0)
  }

  /** Number of a sender's transactions that are known and not mined. */
  pendingOf(sender: unknown): number {
    return [...this.#held].filter(({ from }) => sameAddress(from, String(sender))).length
  }

  /** Forgets them: the chain became another one. */
  drop(): void {
    this.#held.clear()
    this.#batch?.close()
    this.#batch = undefined
  }

  #send(raw: string): Promise<unknown> {
    return this.#chain.inTurn(() => this.#chain.write('eth_sendRawTransaction', [raw]))
  }

  /** No caller sees the contract in between: other reads come before or after. */
  #revert(raw: string, to: string): Promise<unknown> {
    return this.#chain.inTurn(async () => {
      const code = await this.#chain.read('eth_getCode', [to, 'latest'])
      await this.#chain.write('hardhat_setCode', [to, REVERTS])
      try {
        return await this.#chain.write('eth_sendRawTransaction', [raw])
      } finally {
        await this.#chain.write('hardhat_setCode', [to, code])
      }
    })
  }

  #delay(held: Held, hash: string, delayMs: number): string {
    this.#held.add(held)
    this.#clock.at(this.#clock.now() + delayMs, () => void this.#mine([held]))
    return hash
  }

  #open(size: number): void {
    const timer = this.#clock.at(this.#clock.now() + PATIENCE_MS, () => void this.#release())
    this.#batch = { size, held: [], close: () => timer.cancel() }
  }

  #collect(held: Held, hash: string): string {
    this.#held.add(held)
    this.#batch!.held.push(held)
    if (this.#batch!.held.length === this.#batch!.size) void this.#release()
    return hash
  }

  /** The last sender first; what one has sent can only be mined in its order. */
  async #release(): Promise<void> {
    const { held = [], close } = this.#batch ?? {}
    close?.()
    this.#batch = undefined
    const senders = [...new Set(held.map(({ from }) => from).reverse())]
    await this.#mine(senders.flatMap((sender) => held.filter(({ from }) => from === sender)))
  }

  /**
   * No other transaction comes in between. One that can no longer be mined is lost, as it would be
   * elsewhere.
   */
  #mine(all: readonly Held[]): Promise<void> {
    return this.#chain.inTurn(async () => {
      for (const held of all) {
        if (!this.#held.delete(held)) continue
        await this.#chain
          .write('eth_sendRawTransaction', [held.raw])
          .catch((error: Error) =>
            this.#log.warn({ reason: error.message }, 'a late transaction was refused'),
          )
      }
    })
  }
}

/** `undefined` for what is not a signed one: the chain refuses it with the reason. */
function readTransaction(raw: string): Transaction | undefined {
  try {
    const read = Transaction.from(raw)
    return read.from === null ? undefined : read
  } catch {
    return undefined
  }
}
