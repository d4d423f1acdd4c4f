import { join } from 'node:path'
import { SimError } from '@iexec-sim/base'
import type { Core } from './core.ts'
import { Journal } from './journal.ts'
import { KnownMoments } from './known-moments.ts'
import { JOURNAL, readMoment, writeMoment } from './moment.ts'

/**
 * Keeps moments of a chain in folders and goes back to them. Nothing else may be written meanwhile.
 */
export class Moments {
  readonly #core: Core
  readonly #known = new KnownMoments()

  constructor(core: Core) {
    this.#core = core
  }

  /**
   * Keeps the present moment in a folder, and what `together` saves with it. Returns the number of
   * its newest block.
   */
  async save(dir: string, together: () => void): Promise<number> {
    const { ledger, options } = this.#core
    const { number, ...block } = await ledger.latest()
    const automine = (await ledger.evm.request('hardhat_getAutomine', [])) as boolean
    this.#journal.copyTo(join(dir, JOURNAL))
    const moment = writeMoment(dir, { ...block, automine, clock: options.clock.state() })
    together()
    await this.#known.remember(ledger, moment.id, dir)
    return number
  }

  /**
   * Goes back to the moment of a folder. Throws `SNAPSHOT_CORRUPT` and `JOURNAL_FOREIGN` with
   * nothing changed.
   */
  async restore(dir: string): Promise<void> {
    const core = this.#core
    const moment = readMoment(dir)
    const file = join(dir, JOURNAL)
    await this.#journal.becomeCopyOf(file, async () => {
      if (!(await this.#known.goTo(core.ledger, dir)))
        await this.#replayFrom(file, moment.blockHash)
    })
    core.options.onWritten?.(this.#journal.length)
    await core.ledger.evm.request('evm_setAutomine', [moment.automine])
    await this.#known.remember(core.ledger, moment.id, dir)
    core.ledger.head = moment.head
    core.copy.forget()
    core.options.clock.restore(moment.clock)
    core.travelTo(moment.head * 1000)
    core.subscriptions.moveTo(core.ledger.evm, (await core.ledger.latest()).number)
  }

  /** The chain stays as it is unless the replay leads to the block it has to lead to. */
  async #replayFrom(file: string, blockHash: string): Promise<void> {
    const core = this.#core
    const journal = Journal.read(file, this.#journal.header)
    const ledger = await core.startLedger(journal.header.genesisTime)
    await ledger.replay(journal, { onProgress: core.options.onReplay })
    if ((await ledger.latest()).blockHash !== blockHash)
      throw new SimError('SNAPSHOT_CORRUPT', {
        file,
        reason: 'it does not lead to the block it was made at',
      })
    core.ledger = ledger
    this.#known.clear()
  }

  get #journal(): Journal {
    if (!this.#core.journal) throw new Error('a chain without a folder has no journal to save')
    return this.#core.journal
  }
}
