import { Turns } from '@iexec-sim/base'
import type { Genesis } from '@iexec-sim/contracts'
import type { Rpc } from '@iexec-sim/protocol'
import { type DevelopmentAccount, developmentAccounts } from './accounts.ts'
import type { ChainOptions } from './chain-options.ts'
import { Core } from './core.ts'
import { FaultyTransactions } from './faulty-transactions.ts'
import { RpcFailure } from './internal/edr.ts'
import { Moments } from './moments.ts'
import { genesisName } from './names.ts'
import { methodRow } from './rpc/methods.ts'
import { assertRawTransaction } from './rpc/raw-transaction.ts'
import { read } from './rpc/reads.ts'
import { readSimulation } from './rpc/simulate/payload.ts'
import { simulate } from './rpc/simulate/simulate.ts'
import { write, writeTime } from './writes.ts'

/**
 * A running chain. It changes through requests alone, and every change is in the journal before its
 * answer is out.
 */
export class Chain implements Rpc {
  readonly accounts: readonly DevelopmentAccount[]
  readonly #core: Core
  readonly #moments: Moments
  readonly #turns = new Turns()
  readonly #faulty: FaultyTransactions

  private constructor(core: Core, accounts: readonly DevelopmentAccount[]) {
    this.#core = core
    this.accounts = accounts
    this.#moments = new Moments(core)
    this.#faulty = new FaultyTransactions(
      {
        write: (method, params) => write(core, method, params),
        read: (method, params) => this.#read(method, params),
        inTurn: (job) => this.#turns.take(job),
      },
      core.options.clock,
      core.options.log,
    )
  }

  /** Starts the chain: genesis, then the replay of the journal, if there is one. */
  static async start(options: ChainOptions): Promise<Chain> {
    return new Chain(await Core.start(options, developmentAccounts), developmentAccounts)
  }

  get addresses(): Genesis['addresses'] {
    return this.#core.options.genesis.addresses
  }

  /**
   * Short name of profile, contracts and accounts: journals and snapshots are good for these alone.
   */
  get base(): string {
    return genesisName(this.#core.options.profile, this.#core.options.genesis)
  }

  /** Number of entries of its journal; 0 without one. */
  get position(): number {
    return this.#core.journal?.length ?? 0
  }

  get chainId(): number {
    return this.#core.options.profile.chainId
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
        if (name === 'eth_sendRawTransaction') assertRawTransaction(params)
        return this.#isFaulty(name)
          ? this.#faulty.take(this.#core.options.faults?.transaction(), String(params[0]))
          : this.#turns.take(() => write(this.#core, name, params))
      case 'time':
        return this.#turns.take(async () => writeTime(this.#core, name, params))
      case 'socket':
        throw new RpcFailure(-32601, `${method} needs a WebSocket`)
      case 'read':
        return name === 'eth_simulateV1' ? this.#simulate(params) : this.#read(name, params)
    }
  }

  /** Subscribes to `newHeads` or `logs`; returns a function that ends the subscription. */
  async subscribe(
    params: readonly unknown[],
    listener: (result: unknown) => void,
  ): Promise<{ id: string; close: () => Promise<void> }> {
    return this.#core.subscriptions.add(params, listener)
  }

  /** Lets writes under way finish. */
  async close(): Promise<void> {
    this.#faulty.drop()
    await this.#turns.idle()
  }

  /**
   * Saves this moment of the chain to a folder. `together` runs while no write is under way, so
   * what it saves is of the same moment. Returns the number of its newest block. Throws for a chain
   * without a journal.
   */
  save(dir: string, together: () => void = () => {}): Promise<number> {
    return this.#turns.take(() => this.#moments.save(dir, together))
  }

  /**
   * Goes back to the moment of a folder, the clock too: at once where the engine still knows it,
   * otherwise by replay. Throws `SNAPSHOT_CORRUPT` and `JOURNAL_FOREIGN` with nothing changed.
   */
  restore(dir: string): Promise<void> {
    return this.#turns.take(async () => {
      await this.#moments.restore(dir)
      this.#faulty.drop()
    })
  }

  /** Whether a fault may strike a write: signed transactions alone. */
  #isFaulty(method: string): boolean {
    const { faults } = this.#core.options
    return (
      method === 'eth_sendRawTransaction' &&
      ((faults && !faults.isEmpty) || this.#faulty.isCollecting)
    )
  }

  #simulate(params: readonly unknown[]): Promise<unknown> {
    const { copy, options } = this.#core
    const simulation = readSimulation(params, options.profile)
    return copy.run((ledger) => simulate(ledger, simulation))
  }

  #read(method: string, params: readonly unknown[]): Promise<unknown> {
    const core = this.#core
    return read(core.ledger.evm, method, params, {
      profile: core.options.profile,
      heldOf: (sender) => this.#faulty.pendingOf(sender),
      // The engine has a clock of its own; a call in the pending block needs the network's time.
      ahead: (job) =>
        this.#turns.take(async () => {
          await core.ledger.evm.request('evm_setNextBlockTimestamp', [core.nextTimestamp])
          return job(core.ledger.evm)
        }),
    })
  }
}
