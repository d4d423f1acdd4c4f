import { join } from 'node:path'
import type { Ledger } from './ledger.ts'
import { JOURNAL, readMoment } from './moment.ts'
import { fileHash } from './names.ts'
import type { SnapshotIds } from './snapshot-ids.ts'

interface Known {
  engineId: unknown
  snapshotIds: SnapshotIds
  /** Whether any account could send. */
  lendsAll: boolean
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
      lendsAll: ledger.impersonation.lendsAll,
      journal: fileHash(join(dir, JOURNAL)),
    })
  }

  /**
   * Goes back to the moment of a folder. Returns `false` where the engine has not been there, and
   * where the folder's journal is not the one that led there: it is what the next start replays.
   */
  async goTo(ledger: Ledger, dir: string): Promise<boolean> {
    const moment = readMoment(dir)
    const known = this.#known.get(moment.id)
    if (!known || known.journal !== fileHash(join(dir, JOURNAL))) return false
    if ((await ledger.evm.request('evm_revert', [known.engineId])) !== true) return false
    if ((await ledger.latest()).blockHash !== moment.blockHash) return false
    ledger.snapshotIds = known.snapshotIds.copy()
    ledger.impersonation.lendsAll = known.lendsAll
    return true
  }

  /** Forgets all: the engine is another one. */
  clear(): void {
    this.#known.clear()
  }
}
