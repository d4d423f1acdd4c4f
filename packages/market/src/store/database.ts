import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { ORDER_KINDS, ORDER_NAMES } from '../order-kinds.ts'

/** Opens the market's database, making it at first. `path` is a file, or `:memory:`. */
export function openDatabase(path: string): DatabaseSync {
  if (path !== ':memory:') closeSync(openSync(path, 'a', 0o600))
  const db = new DatabaseSync(path)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;')
  db.exec(OTHERS)
  for (const name of ORDER_NAMES) db.exec(orderTable(name))
  return db
}

const OTHERS = `
  CREATE TABLE IF NOT EXISTS progress (contract TEXT PRIMARY KEY, block INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS category (
    catid INTEGER PRIMARY KEY, name TEXT, description TEXT, seconds INTEGER, hash TEXT, block INTEGER, at TEXT);
  CREATE TABLE IF NOT EXISTS deal (
    dealid TEXT PRIMARY KEY, block INTEGER NOT NULL, category INTEGER, app TEXT, appOwner TEXT, dataset TEXT,
    datasetOwner TEXT, workerpool TEXT, workerpoolOwner TEXT, requester TEXT, beneficiary TEXT, apporderHash TEXT,
    datasetorderHash TEXT, workerpoolorderHash TEXT, requestorderHash TEXT, document TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS deal_order ON deal (block DESC, dealid);
  CREATE INDEX IF NOT EXISTS deal_category ON deal (category, block DESC, dealid);
  CREATE INDEX IF NOT EXISTS deal_app ON deal (app);
  CREATE INDEX IF NOT EXISTS deal_dataset ON deal (dataset);
  CREATE INDEX IF NOT EXISTS deal_workerpool ON deal (workerpool);
  CREATE INDEX IF NOT EXISTS deal_requester ON deal (requester);
  CREATE INDEX IF NOT EXISTS deal_apporder ON deal (apporderHash);
  CREATE INDEX IF NOT EXISTS deal_datasetorder ON deal (datasetorderHash);
  CREATE INDEX IF NOT EXISTS deal_workerpoolorder ON deal (workerpoolorderHash);
  CREATE INDEX IF NOT EXISTS deal_requestorder ON deal (requestorderHash);`

/**
 * A table per kind. Queries are about open orders, so the indices hold those alone, and everything a filter asks for beside
 * what is sorted by: counting never touches the documents.
 */
function orderTable(name: keyof typeof ORDER_KINDS): string {
  const { resource, highestFirst, restrictions, equal } = ORDER_KINDS[name]
  const columns = [...new Set([resource, ...Object.values(restrictions), ...Object.values(equal)])]
  const sorted = `price ${highestFirst ? 'DESC' : 'ASC'}, at, hash`
  const covered = [...columns, 'tag', 'remaining', 'trust', 'category', 'signer'].join(', ')
  const index = (title: string, first: string) =>
    `CREATE INDEX IF NOT EXISTS ${name}_${title} ON ${name} (${first}${sorted}, ${covered}) WHERE status = 'open';`
  return `
  CREATE TABLE IF NOT EXISTS ${name} (
    hash TEXT PRIMARY KEY, status TEXT NOT NULL, signer TEXT NOT NULL, remaining INTEGER NOT NULL, at INTEGER NOT NULL,
    price INTEGER NOT NULL, tag INTEGER NOT NULL, category INTEGER, trust INTEGER,
    ${columns.map((column) => `${column} TEXT`).join(', ')}, document TEXT NOT NULL) WITHOUT ROWID;
  ${index('open', '')}
  ${index('of', `${resource}, `)}
  ${index('by', 'signer, ')}
  ${name === 'workerpoolorder' || name === 'requestorder' ? index('category', 'category, ') : ''}
  ${name === 'requestorder' ? index('app', 'app, ') : ''}
  ${name === 'requestorder' ? index('dataset', 'dataset, ') : ''}`
}
