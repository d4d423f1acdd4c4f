import type { DatabaseSync } from 'node:sqlite'
import { type Clock, Secret } from '@iexec-sim/base'
import { type Address, type Draw, randomDraw, type TaskId, walletOf } from '@iexec-sim/protocol'
import { openPrivateDatabase } from '@iexec-sim/snapshot'
import type { AtRestKey } from './at-rest-key.ts'
import { PrivateStore } from './private-store.ts'
import { resealFile, type SealedColumn } from './reseal.ts'

/** An enclave challenge: the key pair a task's enclave signs its result with. */
export interface EnclaveChallenge {
  /** Address of the key. */
  address: Address
  /** Private key, 32 bytes of hex. */
  privateKey: Secret
}

/** One key pair per task, made at the first request, gone after the task's final deadline. */
export class ChallengeStore extends PrivateStore {
  readonly #key: AtRestKey
  readonly #clock: Clock
  readonly #draw: Draw

  constructor(path: string, key: AtRestKey, clock: Clock, draw: Draw = randomDraw) {
    super(open(path))
    this.#key = key
    this.#clock = clock
    this.#draw = draw
  }

  /** The task's challenge, made now if it has none. `expiresMs` is when it may be forgotten. */
  getOrCreate(task: TaskId, expiresMs: number): EnclaveChallenge {
    this.db.prepare('DELETE FROM challenge WHERE expires < ?').run(this.#clock.now())
    const found = this.get(task)
    if (found) return found
    // Not createRandom: it derives the key from a mnemonic, which takes long and is of no use here.
    const wallet = walletOf(this.#draw(`enclave challenge of ${task}`))
    this.db
      .prepare('INSERT INTO challenge VALUES (?, ?, ?, ?)')
      .run(
        task,
        wallet.address.toLowerCase(),
        this.#key.seal(wallet.privateKey, place(task)),
        expiresMs,
      )
    return this.get(task)!
  }

  /** The task's challenge, or `undefined`. */
  get(task: TaskId): EnclaveChallenge | undefined {
    const row = this.db.prepare('SELECT address, key FROM challenge WHERE task = ?').get(task) as
      | { address: string; key: Uint8Array }
      | undefined
    return (
      row && {
        address: row.address as Address,
        privateKey: new Secret(this.#key.open(row.key, place(task))),
      }
    )
  }

  /** Number of stored challenges. */
  count(): number {
    return (this.db.prepare('SELECT count(*) AS n FROM challenge').get() as { n: number }).n
  }

  /**
   * Encrypts a saved file with another key; `'lost'` leaves out what is in it. Throws
   * `SNAPSHOT_LOCKED` when `from` is not its key.
   */
  static reseal(file: string, to: AtRestKey, from: AtRestKey | 'lost'): void {
    resealFile(file, open(':memory:'), { ...SEALED, from, to })
  }
}

const place = (task: TaskId): string => JSON.stringify(['challenge', task])

const SEALED: SealedColumn = {
  table: 'challenge',
  column: 'key',
  place: (row) => place(row.task as TaskId),
}

function open(path: string): DatabaseSync {
  const db = openPrivateDatabase(path)
  db.exec(`
    CREATE TABLE IF NOT EXISTS challenge (task TEXT PRIMARY KEY, address TEXT NOT NULL, key BLOB NOT NULL, expires INTEGER NOT NULL);`)
  return db
}
