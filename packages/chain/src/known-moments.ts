import { join } from 'node:path'
import type { Impersonation } from './impersonation.ts'
import type { Ledger } from './ledger.ts'
import { JOURNAL, readMoment } from './moment.ts'
import { fileHash } from './names.ts'
import type { SnapshotIds } from './snapshot-ids.ts'

interface Known {
  engineId: unknown
  snapshotIds: SnapshotIds
  impersonation: Impersonation
  blockHash: string
  /** Hash of the journal that leads to it. */
  journal: string
}

/** The moments the engine can go back to at once, by their ids. */
export class KnownMoments {
  readonly #known = new Map<string, Known>()

  /** Remembers the ledger's present state, which is the moment of a folder. */
  async remember(ledger: Ledger, id: string, dir: string): Promise<void> {
    this.#known.set(id, {
      engineId: await ledger.evm.request('evm_snapshot', []),
      snapshotIds: ledger.snapshotIds.copy(),
      impersonation: ledger.impersonation.copy(),
      blockHash: (await ledger.latest()).blockHash,
      journal: fileHash(join(dir, JOURNAL)),
    })
  }

  /**
   * Goes back to the moment of a folder. Returns `false`, with nothing changed, where the engine
   * has not been there, and where the folder's block or journal is not that of the moment: the next
   * start replays the journal.
   */
  async goTo(ledger: Ledger, dir: string): Promise<boolean> {
    const moment = readMoment(dir)
    const known = this.#known.get(moment.id)
    if (!known || known.blockHash !== moment.blockHash) return false
    if (known.journal !== fileHash(join(dir, JOURNAL))) return false
    if ((await ledger.evm.request('evm_revert', [known.engineId])) !== true) return false
    ledger.snapshotIds = known.snapshotIds.copy()
    await ledger.impersonation.become(ledger.evm, known.impersonation)
    return true
  }

  /** Forgets all: the engine is another one. */
  clear(): void {
    this.#known.clear()
  }
}
