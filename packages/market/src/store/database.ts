import type { DatabaseSync } from 'node:sqlite'
import { ZERO_ADDRESS } from '@iexec-sim/protocol'
import { openPrivateDatabase } from '@iexec-sim/snapshot'
import { ORDER_NAMES } from '../order-kinds.ts'
import { SQL_FUNCTIONS } from './conditions.ts'
import { DEAL_FILTERS } from './deal-store.ts'
import { orderTable } from './order-table.ts'

/**
 * Most memory for pages of the file: the indices of some 100,000 orders. A small book takes as
 * little as it is.
 */
const MOST_CACHE_KIB = 64 * 1024

/** Opens the market's database, making it at first. `path` is a file, or `:memory:`. */
export function openDatabase(path: string): DatabaseSync {
  const db = openPrivateDatabase(path)
  db.exec(`PRAGMA cache_size = -${MOST_CACHE_KIB}`)
  db.exec(OTHERS)
  for (const [name, call] of Object.entries(SQL_FUNCTIONS))
    db.function(name, { deterministic: true }, (first, second) =>
      call(String(first), String(second)),
    )
  for (const name of ORDER_NAMES) db.exec(orderTable(name))
  return db
}

const OTHERS = `
  CREATE TABLE IF NOT EXISTS progress (contract TEXT PRIMARY KEY, block INTEGER NOT NULL, hash TEXT);
  CREATE TABLE IF NOT EXISTS address (id INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE);
  INSERT OR IGNORE INTO address VALUES (0, '${ZERO_ADDRESS}');
  CREATE TABLE IF NOT EXISTS category (
    catid INTEGER PRIMARY KEY, name TEXT, description TEXT, seconds INTEGER, hash TEXT, block INTEGER, at TEXT);
  CREATE TABLE IF NOT EXISTS deal (
    dealid TEXT PRIMARY KEY, block INTEGER NOT NULL, category INTEGER, app TEXT, appOwner TEXT, dataset TEXT,
    datasetOwner TEXT, workerpool TEXT, workerpoolOwner TEXT, requester TEXT, beneficiary TEXT, apporderHash TEXT,
    datasetorderHash TEXT, workerpoolorderHash TEXT, requestorderHash TEXT, document TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS deal_order ON deal (block DESC, dealid);
  ${DEAL_FILTERS.map((name) => `CREATE INDEX IF NOT EXISTS deal_${name} ON deal (${name}, block DESC, dealid);`).join('\n  ')}`
