import { Turns } from '@iexec-sim/base'
import { Journal, type JournalEntry } from './journal.ts'
import type { Ledger } from './ledger.ts'
import { kindOf } from './rpc/methods.ts'

/** Most writes that a copy may lack before it is dropped. */
const MOST_BEHIND = 1_000

/** The chain that is copied. */
export interface Original {
  /** A chain in memory has none. */
  readonly journal: Journal | undefined
  /** Timestamp of the first block, seconds since 1970. */
  readonly genesisTime: number
  /** Starts another ledger on the same genesis. */
  startLedger(genesisTime: number): Promise<Ledger>
}

/**
 * A second engine in the chain's state, in which blocks can be mined that no reader, filter or
 * subscription of the chain sees. It is made by replay at its first use, and then follows the
 * chain's writes.
 */
export class Copy {
  readonly #original: Original
  readonly #turns = new Turns()
  #ledger: Promise<Ledger> | undefined
  /** Writes of the chain that the copy still lacks. */
  #behind: JournalEntry[] = []

  constructor(original: Original) {
    this.#original = original
  }

  /** Takes note of a write. A chain in memory has no journal to read it from later. */
  note(entry: JournalEntry): void {
    const { journal } = this.#original
    if (this.#ledger || !journal) this.#behind.push(entry)
    // A journal has them all: an unused copy is made again when it is needed.
    if (journal && this.#behind.length > MOST_BEHIND) this.forget()
  }

  /** The chain has gone to another moment. */
  forget(): void {
    this.#ledger = undefined
    this.#behind = []
  }

  /** Runs a job in the present state, and then takes back all it did. One job runs at a time. */
  run<T>(job: (ledger: Ledger) => Promise<T>): Promise<T> {
    return this.#turns.take(async () => {
      const ledger = await this.#upToDate()
      const automine = await ledger.evm.request('hardhat_getAutomine', [])
      const before = await ledger.evm.request('evm_snapshot', [])
      try {
        return await job(ledger)
      } finally {
        await ledger.evm.request('evm_revert', [before])
        await ledger.evm.request('evm_setAutomine', [automine])
      }
    })
  }

  async #upToDate(): Promise<Ledger> {
    this.#ledger ??= this.#start()
    const ledger = await this.#ledger.catch((error) => {
      this.forget()
      throw error
    })
    try {
      for (let entry = this.#behind.shift(); entry; entry = this.#behind.shift())
        if (kindOf(entry.method) === 'write')
          await ledger.apply(entry.method, entry.params, entry.timestamp)
    } catch (error) {
      this.forget() // it would lack this write from now on
      throw error
    }
    return ledger
  }

  async #start(): Promise<Ledger> {
    const { journal, genesisTime } = this.#original
    const written = journal && Journal.read(journal.file, journal.header)
    const ledger = await this.#original.startLedger(genesisTime)
    if (written) await ledger.replay(written)
    return ledger
  }
}
