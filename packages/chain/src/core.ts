import { join } from 'node:path'
import type { DevelopmentAccount } from './accounts.ts'
import type { ChainOptions } from './chain-options.ts'
import { Copy } from './copy.ts'
import { Journal, type JournalEntry, type JournalHeader } from './journal.ts'
import { Ledger } from './ledger.ts'
import { JOURNAL } from './moment.ts'
import { genesisName } from './names.ts'
import { Subscriptions } from './subscriptions.ts'

/** Shared state of the requests, writes and snapshots of a running chain. */
export class Core {
  readonly options: ChainOptions
  /** A restore may put another one in its place. */
  ledger: Ledger
  /** A chain in memory has none. */
  readonly journal: Journal | undefined
  readonly subscriptions: Subscriptions
  /** A copy on which blocks can be mined on trial. */
  readonly copy = new Copy(this)
  readonly #startedAt: number
  readonly #accounts: readonly DevelopmentAccount[]

  private constructor(
    options: ChainOptions,
    accounts: readonly DevelopmentAccount[],
    ledger: Ledger,
    journal: Journal | undefined,
    { head, startedAt }: { head: number; startedAt: number },
  ) {
    this.options = options
    this.#accounts = accounts
    this.ledger = ledger
    this.journal = journal
    this.#startedAt = startedAt
    this.subscriptions = new Subscriptions(ledger.evm, head)
  }

  /** Starts from the genesis, then replays the journal, if there is one. */
  static async start(
    options: ChainOptions,
    accounts: readonly DevelopmentAccount[],
  ): Promise<Core> {
    const { clock, dir, profile, genesis, onReplay } = options
    const fresh: JournalHeader = {
      version: 1,
      genesis: genesisName(profile, genesis),
      genesisTime: Math.floor(clock.now() / 1000),
    }
    const journal = dir === undefined ? undefined : Journal.open(join(dir, JOURNAL), fresh)
    const { genesisTime } = journal?.header ?? fresh
    const ledger = await Ledger.start({ profile, genesis, accounts, genesisTime })
    const onTime = (atMs: number) => atMs > clock.now() && clock.set(atMs)
    if (journal) await ledger.replay(journal, { onTime, onProgress: onReplay })
    const core = new Core(options, accounts, ledger, journal, {
      head: (await ledger.latest()).number,
      startedAt: genesisTime,
    })
    core.travelTo(ledger.head * 1000)
    return core
  }

  /** Starts another ledger on the same genesis, beside the one that is used. */
  startLedger(genesisTime: number): Promise<Ledger> {
    const { profile, genesis } = this.options
    return Ledger.start({ profile, genesis, accounts: this.#accounts, genesisTime })
  }

  /** Adds an entry to the journal, which is durable from here on. */
  append(entry: JournalEntry): void {
    this.journal?.append(entry)
    this.copy.note(entry)
    if (this.journal) this.options.onWritten?.(this.journal.length)
  }

  /** Timestamp of the first block, seconds since 1970. */
  get genesisTime(): number {
    return this.journal?.header.genesisTime ?? this.#startedAt
  }

  /** Timestamp of the block to come, seconds since 1970. */
  get nextTimestamp(): number {
    return Math.max(Math.floor(this.options.clock.now() / 1000), this.ledger.head)
  }

  /** Time that was travelled to stays travelled: the clock never falls behind the chain. */
  travelTo(atMs: number): void {
    const { clock } = this.options
    if (atMs > clock.now()) clock.set(atMs)
  }
}
