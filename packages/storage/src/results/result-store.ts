import type { DatabaseSync } from 'node:sqlite'
import type { Address, TaskId, WorkerpoolAuthorization } from '@iexec-sim/protocol'
import { openPrivateDatabase, restoreTables, saveTables } from '@iexec-sim/snapshot'

/**
 * Records of the result proxy: results by task, authorizations of future uploads, one token per
 * wallet.
 */
export class ResultStore {
  readonly #db: DatabaseSync

  /** `path` is a database file, or `:memory:`. */
  constructor(path: string) {
    this.#db = openPrivateDatabase(path)
    this.#db.exec(`
      CREATE TABLE IF NOT EXISTS result (task TEXT PRIMARY KEY, cid TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS authorization (task TEXT, worker TEXT, document TEXT NOT NULL, PRIMARY KEY (task, worker));
      CREATE TABLE IF NOT EXISTS token (wallet TEXT PRIMARY KEY, jwt TEXT NOT NULL);`)
  }

  /** CID of a task's result, or `undefined`. */
  result(task: TaskId): string | undefined {
    return (
      this.#db.prepare('SELECT cid FROM result WHERE task = ?').get(task) as
        | { cid: string }
        | undefined
    )?.cid
  }

  /** Keeps a task's result; `false` when it has one already, and the first stays. */
  addResult(task: TaskId, cid: string): boolean {
    const insert = this.#db.prepare('INSERT INTO result VALUES (?, ?) ON CONFLICT DO NOTHING')
    return insert.run(task, cid).changes > 0
  }

  /** The authorization a worker got its token with. */
  authorization(task: TaskId, worker: Address): WorkerpoolAuthorization | undefined {
    const row = this.#db
      .prepare('SELECT document FROM authorization WHERE task = ? AND worker = ?')
      .get(task, worker)
    return row && (JSON.parse((row as { document: string }).document) as WorkerpoolAuthorization)
  }

  addAuthorization(authorization: WorkerpoolAuthorization): void {
    const { chainTaskId, workerWallet } = authorization
    this.#db
      .prepare(
        'INSERT INTO authorization VALUES (?, ?, ?) ON CONFLICT (task, worker) DO UPDATE SET document = excluded.document',
      )
      .run(chainTaskId, workerWallet, JSON.stringify(authorization))
  }

  removeAuthorization(task: TaskId, worker: Address): void {
    this.#db.prepare('DELETE FROM authorization WHERE task = ? AND worker = ?').run(task, worker)
  }

  /** The one token of a wallet. */
  token(wallet: Address): string | undefined {
    return (
      this.#db.prepare('SELECT jwt FROM token WHERE wallet = ?').get(wallet) as
        | { jwt: string }
        | undefined
    )?.jwt
  }

  addToken(wallet: Address, jwt: string): void {
    this.#db
      .prepare(
        'INSERT INTO token VALUES (?, ?) ON CONFLICT (wallet) DO UPDATE SET jwt = excluded.jwt',
      )
      .run(wallet, jwt)
  }

  /** Writes all rows into a file, but for tokens: they are good for the moment alone. */
  save(file: string): void {
    saveTables(this.#db, file, { without: ['token'] })
  }

  /** Restores what {@link save} wrote; earlier tokens become invalid. Throws `SNAPSHOT_CORRUPT`. */
  restore(file: string): void {
    restoreTables(this.#db, file)
  }

  close(): void {
    this.#db.close()
  }
}
