import type { DatabaseSync } from 'node:sqlite'
import type { Page } from './order-store.ts'

/** A category as the API shows it. */
export interface CategoryDocument {
  /** Id of the chain. */
  chainId: number
  /** Id of the category. */
  catid: number
  /** Name, such as `XS`. */
  name: string
  /** Description for people. */
  description: string
  /** Seconds. */
  workClockTimeRef: number
  /** Transaction that created it. */
  transactionHash: string
  /** Block that holds the transaction. */
  blockNumber: number
  /** ISO 8601. */
  blockTimestamp: string
}

/** The categories of the chain. */
export class CategoryStore {
  readonly #db: DatabaseSync
  readonly #chainId: number

  constructor(db: DatabaseSync, chainId: number) {
    this.#db = db
    this.#chainId = chainId
  }

  /** Stores a category, in place of a former record. */
  put(category: CategoryDocument): void {
    const {
      catid,
      name,
      description,
      workClockTimeRef,
      transactionHash,
      blockNumber,
      blockTimestamp,
    } = category
    this.#db
      .prepare('INSERT OR REPLACE INTO category VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(catid, name, description, workClockTimeRef, transactionHash, blockNumber, blockTimestamp)
  }

  /** Forgets the categories of blocks the chain has taken back. */
  forgetFrom(block: number): void {
    this.#db.prepare('DELETE FROM category WHERE block >= ?').run(block)
  }

  get(catid: number): CategoryDocument | undefined {
    const row = this.#db.prepare('SELECT * FROM category WHERE catid = ?').get(catid)
    return row && this.#document(row)
  }

  /** Categories with a maximum time in a range, in seconds, the shortest first. */
  find(
    {
      least = 0,
      most = Number.MAX_SAFE_INTEGER,
    }: { least?: number | undefined; most?: number | undefined },
    { skip, limit }: Page,
  ): { count: number; categories: CategoryDocument[] } {
    const where = 'WHERE seconds >= ? AND seconds <= ?'
    const { count } = this.#db
      .prepare(`SELECT COUNT(*) AS count FROM category ${where}`)
      .get(least, most) as {
      count: number
    }
    const rows = this.#db
      .prepare(`SELECT * FROM category ${where} ORDER BY seconds, catid LIMIT ? OFFSET ?`)
      .all(least, most, limit, skip)
    return { count, categories: rows.map((row) => this.#document(row)) }
  }

  #document({
    catid,
    name,
    description,
    seconds,
    hash,
    block,
    at,
  }: Record<string, unknown>): CategoryDocument {
    return {
      chainId: this.#chainId,
      catid: catid as number,
      name: name as string,
      description: description as string,
      workClockTimeRef: seconds as number,
      transactionHash: hash as string,
      blockNumber: block as number,
      blockTimestamp: at as string,
    }
  }
}
