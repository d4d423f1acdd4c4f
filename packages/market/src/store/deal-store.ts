import type { DatabaseSync } from 'node:sqlite'
import type { Bytes32 } from '@iexec-sim/protocol'
import type { Page } from './order-store.ts'

/** One side of a deal. */
interface DealPart {
  pointer: string
  owner: string
  /** nRLC */
  price: number
}

/** A deal as the API shows it. */
export interface DealDocument {
  chainId: number
  dealid: Bytes32
  app: DealPart
  dataset: DealPart
  workerpool: DealPart
  apporderHash: string
  datasetorderHash: string
  workerpoolorderHash: string
  requestorderHash: string
  /** Checksummed address. */
  requester: string
  /** Checksummed address. */
  beneficiary: string
  /** Checksummed address; zero without a callback. */
  callback: string
  /** Deal parameters as the requester wrote them. */
  params: string
  category: number
  trust: number
  tag: string
  /** Tasks. */
  volume: number
  /** Index of the first task within the request order. */
  botFirst: number
  /** Number of tasks. */
  botSize: number
  /** Seconds since 1970. */
  startTime: number
  /** nRLC */
  workerStake: number
  /** Percent of the reward that the scheduler keeps. */
  schedulerRewardRatio: number
  sponsor: string
  blockNumber: number
  /** ISO 8601. */
  blockTimestamp: string
  transactionHash: string
}

/** Filters of deals. */
export const DEAL_FILTERS = [
  'category',
  'requester',
  'beneficiary',
  'app',
  'dataset',
  'workerpool',
  'appOwner',
  'datasetOwner',
  'workerpoolOwner',
  'apporderHash',
  'datasetorderHash',
  'workerpoolorderHash',
  'requestorderHash',
] as const
/** A field deals can be asked for by. */
export type DealFilter = (typeof DEAL_FILTERS)[number]

/** The deals of the chain. */
export class DealStore {
  readonly #db: DatabaseSync

  constructor(db: DatabaseSync) {
    this.#db = db
  }

  /** Keeps a deal; `false` when it was there already. */
  put(deal: DealDocument): boolean {
    const isNew = this.get(deal.dealid) === undefined
    const { app, dataset, workerpool } = deal
    const values: Record<DealFilter, string | number> = {
      category: deal.category,
      requester: deal.requester,
      beneficiary: deal.beneficiary,
      app: app.pointer,
      dataset: dataset.pointer,
      workerpool: workerpool.pointer,
      appOwner: app.owner,
      datasetOwner: dataset.owner,
      workerpoolOwner: workerpool.owner,
      apporderHash: deal.apporderHash,
      datasetorderHash: deal.datasetorderHash,
      workerpoolorderHash: deal.workerpoolorderHash,
      requestorderHash: deal.requestorderHash,
    }
    this.#db
      .prepare(
        `INSERT OR REPLACE INTO deal (dealid, block, document, ${DEAL_FILTERS.join(', ')})
         VALUES (?, ?, ?, ${DEAL_FILTERS.map(() => '?').join(', ')})`,
      )
      .run(
        deal.dealid,
        deal.blockNumber,
        JSON.stringify(deal),
        ...DEAL_FILTERS.map((name) => values[name]),
      )
    return isNew
  }

  get(dealid: Bytes32): DealDocument | undefined {
    const row = this.#db.prepare('SELECT document FROM deal WHERE dealid = ?').get(dealid)
    return row && JSON.parse(row.document as string)
  }

  /** The deals that fulfil all filters, newest first. */
  find(
    filters: Partial<Record<DealFilter, string | number>>,
    { skip, limit }: Page,
  ): { count: number; deals: DealDocument[] } {
    const names = DEAL_FILTERS.filter((name) => filters[name] !== undefined)
    const where =
      names.length > 0 ? `WHERE ${names.map((name) => `${name} = ?`).join(' AND ')}` : ''
    const values = names.map((name) => filters[name]!)
    const { count } = this.#db
      .prepare(`SELECT COUNT(*) AS count FROM deal ${where}`)
      .get(...values) as {
      count: number
    }
    const rows = this.#db
      .prepare(`SELECT document FROM deal ${where} ORDER BY block DESC, dealid LIMIT ? OFFSET ?`)
      .all(...values, limit, skip)
    return { count, deals: rows.map(({ document }) => JSON.parse(document as string)) }
  }

  /** The deals of a block and all later ones. */
  since(block: number): DealDocument[] {
    const rows = this.#db.prepare('SELECT document FROM deal WHERE block >= ?').all(block)
    return rows.map(({ document }) => JSON.parse(document as string))
  }

  /** Forgets a deal. */
  delete(dealid: string): void {
    this.#db.prepare('DELETE FROM deal WHERE dealid = ?').run(dealid)
  }
}
