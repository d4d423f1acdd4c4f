import type { DatabaseSync } from 'node:sqlite'
import type { Address, Bytes32 } from '@iexec-sim/protocol'
import { ORDER_KINDS, type OrderName } from '../order-kinds.ts'
import type { OrderRecord, OrderStatus } from '../order-record.ts'
import { tagNumber } from './tags.ts'

/** One condition of a query, with the values of its question marks. */
export interface Condition {
  sql: string
  values: (string | number)[]
}

/** A page of a list: how many to leave out, how many to give. */
export interface Page {
  skip: number
  limit: number
}

interface Row {
  hash: string
  status: OrderStatus
  signer: string
  remaining: number
  at: number
  document: string
}

/** The published orders of all kinds. */
export class OrderStore {
  readonly #db: DatabaseSync
  readonly #chainId: number

  constructor(db: DatabaseSync, chainId: number) {
    this.#db = db
    this.#chainId = chainId
  }

  /** Keeps an order; one that was there before is replaced. */
  put(name: OrderName, record: OrderRecord): void {
    const { resource, price, restrictions, equal } = ORDER_KINDS[name]
    const { orderHash, order, remaining, status, publicationTimestamp, signer } = record
    const columns = [...new Set([resource, ...Object.values(restrictions), ...Object.values(equal)])]
    const names = ['hash', 'status', 'signer', 'remaining', 'at', 'price', 'tag', 'category', 'trust', 'document']
    const sql = `INSERT OR REPLACE INTO ${name} (${[...names, ...columns].join(', ')})
      VALUES (${[...names, ...columns].map(() => '?').join(', ')})`
    this.#db
      .prepare(sql)
      .run(
        orderHash,
        status,
        signer,
        remaining,
        Date.parse(publicationTimestamp),
        order[price]!,
        tagNumber(String(order.tag)),
        order.category ?? null,
        order.trust ?? null,
        JSON.stringify(order),
        ...columns.map((column) => order[column]!),
      )
  }

  /** An order of any status. */
  get(name: OrderName, hash: string): OrderRecord | undefined {
    const row = this.#db.prepare(`SELECT * FROM ${name} WHERE hash = ?`).get(hash.toLowerCase())
    return row && this.#record(row as unknown as Row)
  }

  /** The open orders that fulfil all conditions: one page of them in the kind's order, and how many there are in all. */
  find(
    name: OrderName,
    conditions: readonly Condition[],
    { skip, limit }: Page,
  ): { count: number; orders: OrderRecord[] } {
    const where = [`status = 'open'`, ...conditions.map(({ sql }) => sql)].join(' AND ')
    const values = conditions.flatMap((condition) => condition.values)
    const direction = ORDER_KINDS[name].highestFirst ? 'DESC' : 'ASC'
    const { count } = this.#db.prepare(`SELECT COUNT(*) AS count FROM ${name} WHERE ${where}`).get(...values) as {
      count: number
    }
    const rows = this.#db
      .prepare(
        `SELECT * FROM ${name} JOIN (SELECT hash AS found FROM ${name} WHERE ${where}
           ORDER BY price ${direction}, at, hash LIMIT ? OFFSET ?) ON hash = found
         ORDER BY price ${direction}, at, hash`,
      )
      .all(...values, limit, skip)
    return { count, orders: rows.map((row) => this.#record(row as unknown as Row)) }
  }

  /** Every open order that fulfils all conditions. */
  allOpen(name: OrderName, ...conditions: Condition[]): OrderRecord[] {
    return this.find(name, conditions, { skip: 0, limit: -1 }).orders
  }

  /** How many orders of a kind are open, of one signer or of all. */
  countOpen(name: OrderName, signer?: Address): number {
    const sql = `SELECT COUNT(*) AS count FROM ${name} WHERE status = 'open'${signer ? ' AND signer = ?' : ''}`
    return (this.#db.prepare(sql).get(...(signer ? [signer] : [])) as { count: number }).count
  }

  /** Says what has become of an open order; `false` when it is not open, and stays as it is. */
  change(name: OrderName, hash: Bytes32, remaining: number, status: OrderStatus): boolean {
    const sql = `UPDATE ${name} SET remaining = ?, status = ? WHERE hash = ? AND status = 'open'`
    return this.#db.prepare(sql).run(remaining, status, hash).changes > 0
  }

  /** Forgets an order. */
  delete(name: OrderName, hash: Bytes32): void {
    this.#db.prepare(`DELETE FROM ${name} WHERE hash = ?`).run(hash)
  }

  #record({ hash, status, signer, remaining, at, document }: Row): OrderRecord {
    return {
      orderHash: hash as Bytes32,
      order: JSON.parse(document),
      chainId: this.#chainId,
      remaining,
      status,
      publicationTimestamp: new Date(at).toISOString(),
      signer: signer as Address,
    }
  }
}
