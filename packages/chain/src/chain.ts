import { join } from 'node:path'
import type { Genesis } from '@iexec-sim/contracts'
import { type Hex, type Profile, SimError } from '@iexec-sim/protocol'
import type { Logger } from 'pino'
import { type DevelopmentAccount, developmentAccounts } from './accounts.ts'
import type { Rpc } from './client/rpc.ts'
import type { NetworkClock } from './clock.ts'
import { FaultyTransactions, type TransactionFaults } from './faulty-transactions.ts'
import { type Evm, hasBaseFee, RpcFailure, startEvm } from './internal/edr.ts'
import { toldAs } from './internal/failures.ts'
import { Journal, type JournalEntry, type JournalHeader } from './journal.ts'
import { JOURNAL, readMoment, writeMoment } from './moment.ts'
import { fileHash, genesisName } from './names.ts'
import { answerOf } from './rpc/answers.ts'
import { exactly } from './rpc/estimate.ts'
import { type Fees, feeHistory } from './rpc/fee-history.ts'
import { canonicalMethod, kindOf, looksAhead, mines } from './rpc/methods.ts'
import { engineParameters } from './rpc/parameters.ts'
import { moveTime } from './rpc/time.ts'
import { SnapshotIds } from './snapshot-ids.ts'
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
  #evm!: Evm
  #journal: Journal | undefined
  #snapshotIds = new SnapshotIds()
  /** States the engine still knows, by moment. */
  readonly #known = new Map<string, { engineId: unknown; snapshotIds: SnapshotIds; journal: string }>()
  /** Seconds since 1970 of the newest block. */
  #head = 0
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
    const name = canonicalMethod(method)
    return toldAs(method, name, () => this.#request(method, name, params))
  }

  #request(method: string, name: string, params: readonly unknown[]): Promise<unknown> {
    switch (kindOf(name)) {
      case 'write':
        return this.#isFaulty(name)
          ? this.#faulty.take(this.#options.faults?.transaction(), String(params[0]))
          : this.#inTurn(() => this.#write(name, params))
      case 'time':
        return this.#inTurn(async () => this.#moveTime(name, params))
      case 'refused':
        return Promise.reject(new RpcFailure(-32601, `${method} is not supported by this chain`))
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
      const { number, ...block } = await this.#latest()
      const automine = (await this.#evm.request('hardhat_getAutomine', [])) as boolean
      const engineId = await this.#evm.request('evm_snapshot', [])
      this.#ownJournal.copyTo(join(dir, JOURNAL))
      const moment = writeMoment(dir, { ...block, automine, clock: this.#options.clock.state() })
      together()
      const journal = fileHash(join(dir, JOURNAL))
      this.#known.set(moment.id, { engineId, snapshotIds: this.#snapshotIds.copy(), journal })
      return number
    })
  }

  /** Whether it can go back to the moment of a folder at once: it has come by there, and the folder's journal is the one that led there. */
  #knows(dir: string): boolean {
    const known = this.#known.get(readMoment(dir).id)
    return known !== undefined && known.journal === fileHash(join(dir, JOURNAL))
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
      // A journal that was changed since would be what the next start replays.
      if (!this.#knows(dir) || !(await this.#revertTo(moment.id, moment.blockHash)))
        await this.#replayFrom(join(dir, JOURNAL), moment.blockHash)
      this.#ownJournal.becomeCopyOf(join(dir, JOURNAL))
      this.#options.onWritten?.(this.position)
      await this.#evm.request('evm_setAutomine', [moment.automine])
      this.#known.set(moment.id, {
        engineId: await this.#evm.request('evm_snapshot', []),
        snapshotIds: this.#snapshotIds.copy(),
        journal: fileHash(join(dir, JOURNAL)),
      })
      this.#head = moment.head
      clock.restore(moment.clock)
      this.#travelTo(this.#head * 1000)
      this.#subscriptions.moveTo(this.#evm, (await this.#latest()).number)
    })
  }

  async #revertTo(momentId: string, blockHash: string): Promise<boolean> {
    const known = this.#known.get(momentId)
    if (!known || (await this.#evm.request('evm_revert', [known.engineId])) !== true) return false
    if ((await this.#latest()).blockHash !== blockHash) return false
    this.#snapshotIds = known.snapshotIds.copy()
    return true
  }

  /** The chain stays as it is unless the replay leads to the block it has to lead to. */
  async #replayFrom(file: string, blockHash: string): Promise<void> {
    const journal = Journal.read(file, this.#ownJournal.header)
    const [evm, snapshotIds, head] = [this.#evm, this.#snapshotIds, this.#head]
    try {
      await this.#startEvm(journal.header.genesisTime)
      await this.#replay(journal, () => {})
      if ((await this.#latest()).blockHash !== blockHash)
        throw new SimError('SNAPSHOT_CORRUPT', { file, reason: 'it does not lead to the block it was made at' })
    } catch (error) {
      this.#evm = evm
      this.#snapshotIds = snapshotIds
      this.#head = head
      throw error
    }
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
    await this.#startEvm((this.#journal?.header ?? fresh).genesisTime)
    if (this.#journal) await this.#replay(this.#journal, (atMs) => this.#travelTo(atMs))
    this.#travelTo(this.#head * 1000)
    this.#subscriptions = new Subscriptions(this.#evm, (await this.#latest()).number)
  }

  async #startEvm(genesisTime: number): Promise<void> {
    const { profile, genesis } = this.#options
    this.#head = genesisTime
    this.#snapshotIds = new SnapshotIds()
    this.#evm = await startEvm({ profile, genesis, accounts: this.accounts, genesisTime: BigInt(genesisTime) })
  }

  async #replay(journal: Journal, travelTo: (atMs: number) => void): Promise<void> {
    const { onReplay } = this.#options
    const entries: readonly JournalEntry[] = journal.takeEntries()
    for (const [i, entry] of entries.entries()) {
      try {
        if (kindOf(entry.method) === 'time') travelTo(Number(entry.params[0]) * 1000)
        else if (kindOf(entry.method) === 'write') await this.#apply(entry.method, entry.params, entry.timestamp)
        // A journal may come from elsewhere, and the engine has methods that fetch what they are told to.
        else throw new Error(`${entry.method} is nothing a chain writes down`)
      } catch (error) {
        throw journal.refused(i, error as Error)
      }
      if (i % 200 === 199 || i === entries.length - 1) onReplay?.(i + 1, entries.length)
    }
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
    const entry = { method, params: engineParameters(method, params, this.#gasPrice), timestamp: this.#nextTimestamp() }
    const result = await this.#apply(entry.method, entry.params, entry.timestamp)
    this.#append(entry)
    this.#travelTo(this.#head * 1000)
    await this.#subscriptions.tell()
    return result
  }

  /** Applies a write at a block timestamp, the same way when it first comes and when it is replayed. */
  async #apply(method: string, params: readonly unknown[], timestamp: number): Promise<unknown> {
    if (mines(method)) await this.#evm.request('evm_setNextBlockTimestamp', [timestamp])
    if (method === 'evm_snapshot') return this.#snapshotIds.add(await this.#evm.request(method, []))
    const result = await this.#evm.request(method, method === 'evm_revert' ? this.#engineIdOf(params[0]) : params)
    if (method === 'evm_revert' || method === 'hardhat_mine') this.#head = (await this.#latest()).head
    else if (mines(method)) this.#head = timestamp
    return result
  }

  async #read(method: string, params: readonly unknown[]): Promise<unknown> {
    const answer = answerOf(method)
    if (answer) return answer(this.#evm, params)
    if (method === 'eth_gasPrice') return this.#gasPrice
    if (method === 'eth_maxPriorityFeePerGas') return this.#fees.priority
    if (method === 'eth_getTransactionCount' && params[1] === 'pending') return this.#countPending(params)
    if (method === 'eth_feeHistory') return feeHistory(this.#evm, this.#fees, params)
    const ask = () => exactly(this.#evm, method, params)
    if (!looksAhead(method, params)) return ask()
    // The engine has a clock of its own; a call in the block to come has to be told the network's time.
    return this.#inTurn(async () => {
      await this.#evm.request('evm_setNextBlockTimestamp', [this.#nextTimestamp()])
      return ask()
    })
  }

  async #countPending(params: readonly unknown[]): Promise<string> {
    const count = Number(await this.#evm.request('eth_getTransactionCount', params))
    return `0x${(count + this.#faulty.pendingOf(params[0])).toString(16)}`
  }

  get #gasPrice(): string {
    return `0x${this.#options.profile.gasPrice.toString(16)}`
  }

  /** Where blocks have a base fee it is the whole price; where they have none, miners get all of it. */
  get #fees(): Fees {
    return hasBaseFee(this.#options.profile.hardfork)
      ? { base: this.#gasPrice, priority: '0x0' }
      : { base: '0x0', priority: this.#gasPrice }
  }

  #nextTimestamp(): number {
    return Math.max(Math.floor(this.#options.clock.now() / 1000), this.#head)
  }

  /** Time that was travelled to stays travelled: the clock never falls behind the chain. */
  #travelTo(atMs: number): void {
    const { clock } = this.#options
    if (atMs > clock.now()) clock.set(atMs)
  }

  /** The engine answers `false` for an id it never gave. */
  #engineIdOf(id: unknown): unknown[] {
    return [this.#snapshotIds.engineId(id) ?? '0xffffffff']
  }

  async #latest(): Promise<{ number: number; blockHash: Hex; head: number }> {
    const block = (await this.#evm.request('eth_getBlockByNumber', ['latest', false])) as Record<string, Hex>
    return { number: Number(block.number), blockHash: block.hash!, head: Number(block.timestamp) }
  }

  #inTurn<T>(job: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(job, job)
    this.#tail = result.catch(() => {})
    return result
  }
}
