import { columnsOf, type Entity, type Field, isStoredList, type Model } from '../model/model.ts'

/** Column with the block that last changed a row. */
export const BLOCK = '_block'

/** A name as SQL takes it. */
export const quoted = (name: string): string => `"${name}"`

/** Name of the table that has the items of a stored list. */
export const listTable = (entity: string, field: string): string => quoted(`${entity}_${field}`)

/** SQL that makes the tables of a model, their indices, and a view of each interface. */
export const tablesOf = ({ entities }: Model): string =>
  [
    KEPT,
    ...Array.from(entities.values(), (entity) =>
      entity.members.length > 0 ? view(entity, entities) : table(entity),
    ),
  ].join('\n')

/** What an index keeps beside its entities: how to go back, and how far it has come. */
const KEPT = `
  CREATE TABLE journal (
    seq INTEGER PRIMARY KEY, block INTEGER NOT NULL, entity TEXT NOT NULL, id TEXT NOT NULL, former TEXT);
  CREATE INDEX journal_block ON journal (block);
  CREATE TABLE mark (number INTEGER PRIMARY KEY, hash TEXT NOT NULL);`

function table(entity: Entity): string {
  const columns = columnsOf(entity)
  const timed = columns.some(({ name }) => name === 'timestamp')
  // Without a row id, each index ends with the id, in whose order rows of one value are shown.
  return [
    `CREATE TABLE ${quoted(entity.name)} (
      ${columns.map((field) => `${quoted(field.name)} ${columnType(field)}`).join(', ')},
      ${BLOCK} INTEGER NOT NULL, PRIMARY KEY (id)) WITHOUT ROWID;`,
    ...columns
      .filter(({ isIndexed }) => isIndexed)
      .map(({ name, kind }) => {
        const then = timed && kind === 'reference' ? ', timestamp' : ''
        return `CREATE INDEX ${quoted(`${entity.name}.${name}`)} ON ${quoted(entity.name)} (${quoted(name)}${then});`
      }),
    ...columns.filter(isStoredList).map(({ name }) => {
      const list = listTable(entity.name, name)
      return `CREATE TABLE ${list} (owner TEXT, place INTEGER, item TEXT, PRIMARY KEY (owner, place)) WITHOUT ROWID;
      CREATE INDEX ${quoted(`${entity.name}.${name}`)} ON ${list} (item, owner);`
    }),
  ].join('\n')
}

/** All members in one list, with the name of each; columns that a member lacks are null. */
function view({ name, members }: Entity, entities: Model['entities']): string {
  const tables = members.map((member) => ({ member, columns: columnsOf(entities.get(member)!) }))
  const all = [...new Set(tables.flatMap(({ columns }) => columns.map(({ name }) => name)))]
  const selects = tables.map(({ member, columns }) => {
    const has = new Set(columns.map(({ name }) => name))
    const shown = all.map((column) => (has.has(column) ? '' : 'NULL AS ') + quoted(column))
    return `SELECT '${member}' AS __typename, ${shown.join(', ')}, ${BLOCK} FROM ${quoted(member)}`
  })
  return `CREATE VIEW ${quoted(name)} AS ${selects.join(' UNION ALL ')};`
}

const columnType = ({ type }: Field): string =>
  type === 'Int' || type === 'Boolean' ? 'INTEGER' : 'TEXT'
