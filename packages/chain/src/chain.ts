import { join } from 'node:path'
import type { Genesis } from '@iexec-sim/contracts'
import { type Profile, SimError } from '@iexec-sim/protocol'
import type { Logger } from 'pino'
import { type DevelopmentAccount, developmentAccounts } from './accounts.ts'
import type { Rpc } from './client/rpc.ts'
import type { NetworkClock } from './clock.ts'
import { FaultyTransactions, type TransactionFaults } from './faulty-transactions.ts'
import { RpcFailure } from './internal/edr.ts'
import { Journal, type JournalEntry, type JournalHeader } from './journal.ts'
import { KnownMoments } from './known-moments.ts'
import { Ledger } from './ledger.ts'
import { JOURNAL, readMoment, writeMoment } from './moment.ts'
import { genesisName } from './names.ts'
import { methodRow } from './rpc/methods.ts'
import { engineParameters } from './rpc/parameters.ts'
import { gasPriceOf, read } from './rpc/reads.ts'
import { moveTime } from './rpc/time.ts'
import { Subscriptions } from './subscriptions.ts'

/** What a chain is started with. */
export interface ChainOptions {
  profile: Profile
  genesis: Genesis
  clock: NetworkClock
  log: Logger
  /** Folder of the journal; without one the chain lives in memory. */
  dir?: string | undefined
  /** What becomes of transactions on purpose. @default nothing */
  faults?: TransactionFaults | undefined
  /** Told how many entries the journal has whenever that changes. */
  onWritten?: ((position: number) => void) | undefined
  /** Told how far the replay of an old journal is. */
  onReplay?: ((done: number, total: number) => void) | undefined
}

/** A running chain. It changes through requests alone, and every change is in the journal before its answer is out. */
export class Chain implements Rpc {
  readonly accounts: readonly DevelopmentAccount[] = developmentAccounts()
  readonly addresses: Genesis['addresses']
  readonly #options: ChainOptions
  #subscriptions!: Subscriptions
  #ledger!: Ledger
  #journal: Journal | undefined
  readonly #known = new KnownMoments()
  /** Writes wait for each other here. */
  #tail: Promise<unknown> = Promise.resolve()
  readonly #faulty: FaultyTransactions

  private constructor(options: ChainOptions) {
    this.#options = options
    this.#faulty = new FaultyTransactions(
      {
        write: (method, params) => this.#write(method, params),
        read: (method, params) => this.#read(method, params),
        inTurn: (job) => this.#inTurn(job),
      },
      options.clock,
      options.log,
    )
    this.addresses = options.genesis.addresses
  }

  /** Starts the chain: genesis, then the replay of the journal, if there is one. */
  static async start(options: ChainOptions): Promise<Chain> {
    const chain = new Chain(options)
    await chain.#start()
    return chain
  }

  /** Short name of profile, contracts and accounts: journals and snapshots are good for these alone. */
  get base(): string {
    return genesisName(this.#options.profile, this.#options.genesis)
  }

  /** How many entries its journal has; 0 without one. */
  get position(): number {
    return this.#journal?.length ?? 0
  }

  get chainId(): number {
    return this.#options.profile.chainId
  }

  /** Answers a JSON-RPC request; rejects with an error that has a JSON-RPC `code`. */
  async request({
    method,
    params = [],
  }: {
    method: string
    params?: readonly unknown[] | undefined
  }): Promise<unknown> {
    const { kind, as: name = method } = methodRow(method)
    switch (kind) {
      case 'write':
        return this.#isFaulty(name)
          ? this.#faulty.take(this.#options.faults?.transaction(), String(params[0]))
          : this.#inTurn(() => this.#write(name, params))
      case 'time':
        return this.#inTurn(async () => this.#moveTime(name, params))
      case 'socket':
        throw new RpcFailure(-32601, `${method} needs a WebSocket`)
      case 'read':
        return this.#read(name, params)
    }
  }

  /** Subscribes to `newHeads` or `logs`; the answer ends the subscription. */
  async subscribe(
    params: readonly unknown[],
    listener: (result: unknown) => void,
  ): Promise<{ id: string; close: () => Promise<void> }> {
    return this.#subscriptions.add(params, listener)
  }

  /** Lets writes under way finish. */
  async close(): Promise<void> {
    this.#faulty.drop()
    await this.#tail.catch(() => {})
  }

  /**
   * Keeps this moment of the chain in a folder. `together` runs while nobody writes: what it saves is of the same moment. Answers
   * the number of its newest block. Throws for a chain without a journal.
   */
  save(dir: string, together: () => void = () => {}): Promise<number> {
    return this.#inTurn(async () => {
      const { number, ...block } = await this.#ledger.latest()
      const automine = (await this.#ledger.evm.request('hardhat_getAutomine', [])) as boolean
      this.#ownJournal.copyTo(join(dir, JOURNAL))
      const moment = writeMoment(dir, { ...block, automine, clock: this.#options.clock.state() })
      together()
      await this.#known.remember(this.#ledger, moment.id, dir)
      return number
    })
  }

  /**
   * Goes back to the moment of a folder, the clock too: at once where the engine still knows it, otherwise by replay. Throws
   * `SNAPSHOT_CORRUPT` and `JOURNAL_FOREIGN` with nothing changed.
   */
  restore(dir: string): Promise<void> {
    return this.#inTurn(async () => {
      const { clock } = this.#options
      const moment = readMoment(dir)
      this.#faulty.drop()
      if (!(await this.#known.goTo(this.#ledger, dir))) await this.#replayFrom(join(dir, JOURNAL), moment.blockHash)
      this.#ownJournal.becomeCopyOf(join(dir, JOURNAL))
      this.#options.onWritten?.(this.position)
      await this.#ledger.evm.request('evm_setAutomine', [moment.automine])
      await this.#known.remember(this.#ledger, moment.id, dir)
      this.#ledger.head = moment.head
      clock.restore(moment.clock)
      this.#travelTo(moment.head * 1000)
      this.#subscriptions.moveTo(this.#ledger.evm, (await this.#ledger.latest()).number)
    })
  }

  /** The chain stays as it is unless the replay leads to the block it has to lead to. */
  async #replayFrom(file: string, blockHash: string): Promise<void> {
    const journal = Journal.read(file, this.#ownJournal.header)
    const ledger = await this.#startLedger(journal.header.genesisTime)
    await ledger.replay(journal, { onProgress: this.#options.onReplay })
    if ((await ledger.latest()).blockHash !== blockHash)
      throw new SimError('SNAPSHOT_CORRUPT', { file, reason: 'it does not lead to the block it was made at' })
    this.#ledger = ledger
    this.#known.clear()
  }

  get #ownJournal(): Journal {
    if (!this.#journal) throw new Error('a chain without a folder has no journal to save')
    return this.#journal
  }

  async #start(): Promise<void> {
    const { clock, dir } = this.#options
    const fresh: JournalHeader = {
      version: 1,
      genesis: this.base,
      genesisTime: Math.floor(clock.now() / 1000),
    }
    this.#journal = dir === undefined ? undefined : Journal.open(join(dir, JOURNAL), fresh)
    this.#ledger = await this.#startLedger((this.#journal?.header ?? fresh).genesisTime)
    if (this.#journal)
      await this.#ledger.replay(this.#journal, {
        onTime: (atMs) => this.#travelTo(atMs),
        onProgress: this.#options.onReplay,
      })
    this.#travelTo(this.#ledger.head * 1000)
    this.#subscriptions = new Subscriptions(this.#ledger.evm, (await this.#ledger.latest()).number)
  }

  #startLedger(genesisTime: number): Promise<Ledger> {
    const { profile, genesis } = this.#options
    return Ledger.start({ profile, genesis, accounts: this.accounts, genesisTime })
  }

  #moveTime(method: string, params: readonly unknown[]): string {
    this.#journal?.assertWritable()
    const answer = moveTime(this.#options.clock, method, params)
    // The moment that was reached, not the step: replayed a day later the step would lead elsewhere.
    const seconds = Math.floor(this.#options.clock.now() / 1000)
    this.#append({ method: 'evm_setTime', params: [seconds], timestamp: this.#nextTimestamp() })
    return answer
  }

  #append(entry: JournalEntry): void {
    if (!this.#journal) return
    this.#journal.append(entry)
    this.#options.onWritten?.(this.#journal.length)
  }

  /** Whether a fault may strike a write: signed transactions alone. */
  #isFaulty(method: string): boolean {
    const { faults } = this.#options
    return method === 'eth_sendRawTransaction' && ((faults && !faults.isEmpty) || this.#faulty.isCollecting)
  }

  async #write(method: string, params: readonly unknown[]): Promise<unknown> {
    this.#journal?.assertWritable()
    if (method === 'evm_mine' && params[0] !== undefined) moveTime(this.#options.clock, 'evm_setTime', params)
    const gasPrice = gasPriceOf(this.#options.profile)
    const entry = { method, params: engineParameters(method, params, gasPrice), timestamp: this.#nextTimestamp() }
    const result = await this.#ledger.apply(entry.method, entry.params, entry.timestamp)
    this.#append(entry)
    this.#travelTo(this.#ledger.head * 1000)
    await this.#subscriptions.tell()
    return result
  }

  #read(method: string, params: readonly unknown[]): Promise<unknown> {
    return read(this.#ledger.evm, method, params, {
      profile: this.#options.profile,
      heldOf: (sender) => this.#faulty.pendingOf(sender),
      // The engine has a clock of its own; a call in the block to come has to be told the network's time.
      ahead: (job) =>
        this.#inTurn(async () => {
          await this.#ledger.evm.request('evm_setNextBlockTimestamp', [this.#nextTimestamp()])
          return job(this.#ledger.evm)
        }),
    })
  }

  #nextTimestamp(): number {
    return Math.max(Math.floor(this.#options.clock.now() / 1000), this.#ledger.head)
  }

  /** Time that was travelled to stays travelled: the clock never falls behind the chain. */
  #travelTo(atMs: number): void {
    const { clock } = this.#options
    if (atMs > clock.now()) clock.set(atMs)
  }

  #inTurn<T>(job: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(job, job)
    this.#tail = result.catch(() => {})
    return result
  }
}
