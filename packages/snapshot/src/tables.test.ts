import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { restoreTables, saveTables } from './tables.ts'

const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-tables-'))
const file = join(dir, 'tables.json')
afterAll(() => rmSync(dir, { recursive: true }))

function database() {
  const db = new DatabaseSync(':memory:')
  db.exec(`CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT, plain, bytes BLOB, twice INTEGER AS (id * 2));
    CREATE TABLE "odd ""name" (a TEXT PRIMARY KEY) WITHOUT ROWID`)
  return db
}
const contentOf = (db: DatabaseSync) => {
  const select = db.prepare('SELECT *, typeof(plain) AS type FROM item ORDER BY id')
  select.setReadBigInts(true)
  return select.all()
}

describe('saved tables', () => {
  it('are restored unchanged, with every type of value', () => {
    const cell = fc.oneof(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.double({ noNaN: true }),
      fc.string(),
      fc.uint8Array(),
      fc.constant(null),
    )
    fc.assert(
      fc.property(fc.array(cell), (cells) => {
        const from = database()
        for (const value of cells)
          from.prepare('INSERT INTO item (name, plain) VALUES (?, ?)').run('x', value)
        saveTables(from, file)
        const to = database()
        to.exec(`INSERT INTO item (id, name) VALUES (77, 'goes')`)
        restoreTables(to, file)
        expect(contentOf(to)).toEqual(contentOf(from))
      }),
      { seed: 7, numRuns: 50 },
    )
  })

  it('are readable by their owner alone', () => {
    saveTables(database(), file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it.each([
    ['no JSON', '{'],
    ['no tables', '[1]'],
    ['another schema', JSON.stringify({ stranger: { columns: [], rows: [] } })],
    ['another column', JSON.stringify({ item: { columns: ['no'], rows: [[1]] } })],
    [
      'too few values',
      JSON.stringify({ item: { columns: ['id', 'name'], rows: [[1, 'a'], [2]] } }),
    ],
  ])('of %s are refused, and the database is unchanged', (_what, text) => {
    const db = database()
    db.exec(`INSERT INTO item (id, name) VALUES (1, 'stays')`)
    const before = contentOf(db)
    writeFileSync(file, text)
    expect(() => restoreTables(db, file)).toThrow(
      expect.objectContaining({ code: 'SNAPSHOT_CORRUPT' }),
    )
    expect(contentOf(db)).toEqual(before)
  })
})
