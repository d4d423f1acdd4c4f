import type { DatabaseSync } from 'node:sqlite'
import type { Address, Bytes32 } from '@iexec-sim/protocol'
import { Statements } from '@iexec-sim/snapshot'
import { ORDER_KINDS, type OrderName } from '../order-kinds.ts'
import { isBulk, type OrderRecord, type OrderStatus } from '../order-record.ts'
import { Addresses } from './addresses.ts'
import { type Condition, equals, type Value } from './conditions.ts'
import { addressColumns, indexFor, sorting } from './order-table.ts'
import { tagNumber } from './tags.ts'

/** A page of a list: how many to leave out, how many to give. */
export interface Page {
  /** Rows left out at the start. */
  skip: number
  /** Rows returned at most. */
  limit: number
}

/** Outcome of an order. */
export interface Fate {
  /** Tasks the order is still good for. */
  remaining: number
  /** Status of the order. */
  status: OrderStatus
  /** The chain's last block when this was found out. */
  seen: number
}

interface Row {
  hash: Uint8Array
  status: OrderStatus
  /** The address itself. */
  owner: Address
  remaining: number
  at: number
  document: string
}

/**
 * Number of matching orders up to which finding and sorting all of them is quicker than walking an
 * index in order.
 */
const FEW = 500

/** The published orders of all kinds. */
export class OrderStore {
  readonly #db: Statements
  readonly #addresses: Addresses
  readonly #chainId: number

  constructor(db: DatabaseSync, chainId: number) {
    this.#db = new Statements(db)
    this.#addresses = new Addresses(this.#db)
    this.#chainId = chainId
  }

  /**
   * Keeps an order; one that was there before is replaced. `seen`: the chain's last block when it
   * was checked.
   */
  put(name: OrderName, record: OrderRecord, seen: number): void {
    const info = ORDER_KINDS[name]
    const { orderHash, order, remaining, status, publicationTimestamp, signer } = record
    const row: Record<string, string | number | Uint8Array | null> = {
      hash: bytes(orderHash),
      status,
      signer: this.#addresses.keep(signer),
      remaining,
      at: Date.parse(publicationTimestamp),
      price: order[info.price]!,
      tag: tagNumber(String(order.tag)),
      category: order.category ?? null,
      trust: order.trust ?? null,
      bulk: name === 'datasetorder' && isBulk(order) ? 1 : 0,
      seen,
      document: JSON.stringify(order),
    }
    for (const column of addressColumns(info))
      row[column] = this.#addresses.keep(String(order[column]))
    const columns = Object.keys(row)
    this.#db
      .prepare(
        `INSERT OR REPLACE INTO ${name} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      )
      .run(...Object.values(row))
  }

  /** An order of any status; `undefined` for an unknown or malformed hash. */
  get(name: OrderName, hash: string): OrderRecord | undefined {
    if (!/^0x[\da-f]{64}$/i.test(hash)) return undefined
    const row = this.#db.prepare(`${rows(name)} WHERE hash = ?`).get(bytes(hash))
    return row && this.#record(row as unknown as Row)
  }

  /**
   * The open orders that fulfil all conditions: one page of them in the kind's order, and how many
   * there are in all. A page is looked for from the end it is nearer to.
   */
  find(
    name: OrderName,
    conditions: readonly Condition[],
    { skip, limit }: Page,
  ): { count: number; orders: OrderRecord[] } {
    const { where, values, index } = this.#query(name, conditions)
    const counted = `SELECT COUNT(*) AS count FROM ${name} INDEXED BY ${index('count')} WHERE ${where}`
    const count = this.#db.prepare(counted).get(...values)!.count as number
    if (count <= skip) return { count, orders: [] }
    const info = ORDER_KINDS[name]
    const wanted = Math.min(limit, count - skip)
    const behind = count - skip - wanted
    const fromEnd = behind < skip
    const found = this.#db
      .prepare(
        `${rows(name)} JOIN (
           SELECT id AS found FROM ${name} INDEXED BY ${index(count > FEW ? 'page' : 'count')} WHERE ${where}
           ORDER BY ${sorting(info, fromEnd)} LIMIT ? OFFSET ?) ON o.id = found
         ORDER BY ${sorting(info)}`,
      )
      .all(...values, wanted, fromEnd ? behind : skip)
    return { count, orders: found.map((row) => this.#record(row as unknown as Row)) }
  }

  /** Price of the best open order that fulfils all conditions, nRLC. */
  bestPrice(name: OrderName, ...conditions: Condition[]): number | undefined {
    const { where, values, index } = this.#query(name, conditions)
    const sql = `SELECT price FROM ${name} INDEXED BY ${index('page')} WHERE ${where}
      ORDER BY ${sorting(ORDER_KINDS[name])} LIMIT 1`
    return this.#db.prepare(sql).get(...values)?.price as number | undefined
  }

  /** Every open order that fulfils all conditions, as they were published. */
  allOpen(name: OrderName, ...conditions: Condition[]): OrderRecord[] {
    const { where, values } = this.#query(name, conditions)
    const found = this.#db.prepare(`${rows(name)} WHERE ${where} ORDER BY o.id`).all(...values)
    return found.map((row) => this.#record(row as unknown as Row))
  }

  /** Every order, of any status, whose fate was found out at a block or later. */
  seenSince(name: OrderName, block: number): OrderRecord[] {
    const found = this.#db.prepare(`${rows(name)} WHERE seen >= ? ORDER BY o.id`).all(block)
    return found.map((row) => this.#record(row as unknown as Row))
  }

  /** Number of open orders of a kind, of one signer or of all. */
  countOpen(name: OrderName, signer?: Address): number {
    const { where, values, index } = this.#query(
      name,
      signer ? [equals('signer', { address: signer })] : [],
    )
    const sql = `SELECT COUNT(*) AS count FROM ${name} INDEXED BY ${index('count')} WHERE ${where}`
    return this.#db.prepare(sql).get(...values)!.count as number
  }

  /** Sets the status of an order. */
  change(name: OrderName, hash: Bytes32, { remaining, status, seen }: Fate): void {
    const sql = `UPDATE ${name} SET remaining = ?, status = ?, seen = ? WHERE hash = ?`
    this.#db.prepare(sql).run(remaining, status, seen, bytes(hash))
  }

  /** Forgets an order. */
  delete(name: OrderName, hash: Bytes32): void {
    this.#db.prepare(`DELETE FROM ${name} WHERE hash = ?`).run(bytes(hash))
  }

  #query(name: OrderName, conditions: readonly Condition[]) {
    const fixed = new Set(conditions.flatMap(({ fixes }) => (fixes === undefined ? [] : [fixes])))
    // Numbers would be bound as floating point, which takes twice as long to compare with what is
    // stored.
    const value = (given: Value) => {
      if (typeof given === 'object') return BigInt(this.#addresses.find(given.address))
      return typeof given === 'number' ? BigInt(given) : given
    }
    return {
      where: [`status = 'open'`, ...conditions.map(({ sql }) => sql)].join(' AND '),
      values: conditions.flatMap((condition) => condition.values.map(value)),
      index: (use: 'count' | 'page') => indexFor(ORDER_KINDS[name], fixed, use),
    }
  }

  #record({ hash, status, owner, remaining, at, document }: Row): OrderRecord {
    return {
      orderHash: `0x${Buffer.from(hash).toString('hex')}`,
      order: JSON.parse(document),
      chainId: this.#chainId,
      remaining,
      status,
      publicationTimestamp: new Date(at).toISOString(),
      signer: owner,
    }
  }
}

const bytes = (hash: string): Uint8Array => Buffer.from(hash.slice(2), 'hex')

const rows = (name: OrderName): string =>
  `SELECT o.hash, status, a.address AS owner, remaining, at, document FROM ${name} o JOIN address a ON a.id = o.signer`
