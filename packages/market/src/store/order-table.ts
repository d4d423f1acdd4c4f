import { ORDER_KINDS, type OrderKindInfo, type OrderName } from '../order-kinds.ts'

/** Columns of a kind that hold addresses, each the number of one. */
export function addressColumns({ resource, restrictions, equal }: OrderKindInfo): string[] {
  return [...new Set([resource, ...Object.values(restrictions), ...Object.values(equal)])]
}

/** Columns a query can be narrowed down by before anything is looked at, the best first. */
function leads({ name, resource }: OrderKindInfo): string[] {
  if (name === 'workerpoolorder') return [resource, 'signer', 'category']
  return name === 'requestorder'
    ? [resource, 'signer', 'app', 'dataset', 'category']
    : [resource, 'signer']
}

/** Purpose of an index: counting, as narrow as possible, or reading a page in the kind's order. */
export type IndexUse = 'count' | 'page'

/** The index for a query in which some columns have one value only. */
export function indexFor(info: OrderKindInfo, fixed: ReadonlySet<string>, use: IndexUse): string {
  return indexName(info, leads(info).find((column) => fixed.has(column)) ?? 'all', use)
}

const indexName = ({ name }: OrderKindInfo, lead: string, use: IndexUse): string =>
  `${name}_${lead}_${use}`

/** Sort keys of a kind's lists; `fromEnd`: descending. An index serves both. */
export function sorting({ highestFirst }: OrderKindInfo, fromEnd = false): string {
  const direction = fromEnd ? 'DESC' : 'ASC'
  return `price ${highestFirst === fromEnd ? 'ASC' : 'DESC'}, at ${direction}, hash ${direction}`
}

/**
 * The table of a kind. Lists are of open orders, so the indices hold those alone, and every column
 * a filter asks for: neither counting nor finding a page looks at the orders themselves. Addresses
 * are numbers, because a count compares each of them.
 */
export function orderTable(name: OrderName): string {
  const info = ORDER_KINDS[name]
  const addresses = addressColumns(info)
  const filters = [
    ...Object.values(info.restrictions),
    'tag',
    'remaining',
    'trust',
    'category',
    ...(name === 'datasetorder' ? ['bulk'] : []),
    ...addresses,
    'signer',
  ]
  const index = (lead: string, use: IndexUse) => {
    const first = [...(lead === 'all' ? [] : [lead]), ...(use === 'page' ? [sorting(info)] : [])]
    const columns = [...new Set([...first, ...filters])].join(', ')
    return `CREATE INDEX IF NOT EXISTS ${indexName(info, lead, use)} ON ${name} (${columns}) WHERE status = 'open';`
  }
  return `
  CREATE TABLE IF NOT EXISTS ${name} (
    id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, status TEXT NOT NULL, signer INTEGER NOT NULL,
    remaining INTEGER NOT NULL, at INTEGER NOT NULL, price INTEGER NOT NULL, tag INTEGER NOT NULL, category INTEGER,
    trust INTEGER, bulk INTEGER NOT NULL, seen INTEGER NOT NULL, ${addresses.map((column) => `${column} INTEGER NOT NULL`).join(', ')},
    document TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS ${name}_seen ON ${name} (seen);
  ${[...leads(info), 'all'].flatMap((lead) => [index(lead, 'count'), index(lead, 'page')]).join('\n  ')}`
}
