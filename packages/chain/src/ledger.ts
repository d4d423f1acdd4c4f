import type { Genesis } from '@iexec-sim/contracts'
import type { Profile } from '@iexec-sim/protocol'
import { Impersonation } from './impersonation.ts'
import { type Evm, type FundedAccount, startEvm } from './internal/edr.ts'
import type { Journal } from './journal.ts'
import { kindOf, mines } from './rpc/methods.ts'
import { dropTransactions, sendTransaction } from './send-transaction.ts'
import { SnapshotIds } from './snapshot-ids.ts'

/** The state a ledger begins with. */
export interface LedgerOptions {
  /** Profile of the simulated network. */
  profile: Profile
  /** Accounts and contracts of the first block. */
  genesis: Genesis
  /** Development accounts with their first balances. */
  accounts: readonly FundedAccount[]
  /** Seconds since 1970 of the first block. */
  genesisTime: number
}

/** The newest block, as far as snapshots are concerned. */
export interface Latest {
  /** Block number. */
  number: number
  /** Block hash, 32 bytes of hex. */
  blockHash: `0x${string}`
  /** Its timestamp, seconds since 1970. */
  head: number
}

/** Told how a replay proceeds. */
export interface ReplayListener {
  /** The clock was moved to this moment, ms since 1970. */
  onTime?: ((atMs: number) => void) | undefined
  /** Told how many of all entries have been replayed. */
  onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * The engine with the state it does not keep itself: the snapshots callers have taken, and the time
 * of its newest block.
 */
export class Ledger {
  readonly evm: Evm
  snapshotIds = new SnapshotIds()
  readonly impersonation = new Impersonation()
  /** Seconds since 1970 of the newest block. */
  head: number

  private constructor(evm: Evm, head: number) {
    this.evm = evm
    this.head = head
  }

  /** Starts an engine on a genesis. */
  static async start({ genesisTime, ...options }: LedgerOptions): Promise<Ledger> {
    return new Ledger(await startEvm({ ...options, genesisTime: BigInt(genesisTime) }), genesisTime)
  }

  /**
   * Applies a write at a block timestamp, the same way when it first comes and when it is replayed.
   */
  async apply(method: string, params: readonly unknown[], timestamp: number): Promise<unknown> {
    if (method === 'evm_snapshot') return this.snapshotIds.add(await this.evm.request(method, []))
    const result = await this.#ask(method, params, timestamp)
    if (method === 'evm_revert' || method === 'hardhat_mine') this.head = (await this.latest()).head
    else if (mines(method)) this.head = timestamp
    return result
  }

  /**
   * Applies the entries of a journal. Throws `JOURNAL_CORRUPT` with the line that the engine
   * refuses.
   */
  async replay(journal: Journal, { onTime, onProgress }: ReplayListener = {}): Promise<void> {
    const entries = journal.takeEntries()
    for (const [i, { method, params, timestamp }] of entries.entries()) {
      try {
        if (kindOf(method) === 'time') onTime?.(Number(params[0]) * 1000)
        else if (kindOf(method) === 'write') await this.apply(method, params, timestamp)
        // A journal may come from elsewhere, and the engine has methods that fetch what they are
        // told to.
        else throw new Error(`${method} is nothing a chain writes down`)
      } catch (error) {
        throw journal.refused(i, error as Error)
      }
      if (i % 200 === 199 || i === entries.length - 1) onProgress?.(i + 1, entries.length)
    }
  }

  /** The newest block. */
  async latest(): Promise<Latest> {
    const block = (await this.evm.request('eth_getBlockByNumber', ['latest', false])) as Record<
      string,
      string
    >
    return {
      number: Number(block.number),
      blockHash: block.hash as Latest['blockHash'],
      head: Number(block.timestamp),
    }
  }

  async #ask(method: string, params: readonly unknown[], timestamp: number): Promise<unknown> {
    if (method === 'evm_revert') {
      const engineId = this.snapshotIds.engineId(params[0])
      return engineId === undefined ? false : this.evm.request(method, [engineId])
    }
    if (method.startsWith('eth_send'))
      return this.impersonation.whileSending(this.evm, method, params, () =>
        sendTransaction(this.evm, method, params, timestamp),
      )
    if (method === 'anvil_autoImpersonateAccount') return this.impersonation.lendAll(params)
    if (method === 'anvil_dropAllTransactions') return dropTransactions(this.evm)
    if (method === 'anvil_removePoolTransactions')
      return dropTransactions(this.evm, String(params[0]))
    if (mines(method)) await this.evm.request('evm_setNextBlockTimestamp', [timestamp])
    const result = await this.evm.request(method, params)
    this.impersonation.note(method, params)
    return result
  }
}
