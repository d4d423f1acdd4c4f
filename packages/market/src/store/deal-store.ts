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
  /** Id of the chain. */
  chainId: number
  /** Id of the deal. */
  dealid: Bytes32
  /** The app, its owner and price. */
  app: DealPart
  /** The dataset, its owner and price; zero without one. */
  dataset: DealPart
  /** The workerpool, its owner and price. */
  workerpool: DealPart
  /** EIP-712 hash of the app order, bytes32 hex. */
  apporderHash: string
  /** EIP-712 hash of the dataset order, bytes32 hex. */
  datasetorderHash: string
  /** EIP-712 hash of the workerpool order, bytes32 hex. */
  workerpoolorderHash: string
  /** EIP-712 hash of the request order, bytes32 hex. */
  requestorderHash: string
  /** Checksummed address. */
  requester: string
  /** Checksummed address. */
  beneficiary: string
  /** Checksummed address; zero without a callback. */
  callback: string
  /** Deal parameters as the requester wrote them. */
  params: string
  /** Id of the category. */
  category: number
  /** Trust that the workers have to reach. */
  trust: number
  /** Tag, bytes32 hex. */
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
  /** Checksummed address of the account that pays. */
  sponsor: string
  /** Block of the match. */
  blockNumber: number
  /** ISO 8601. */
  blockTimestamp: string
  /** Transaction of the match. */
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
