import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, it } from 'vitest'
import { openTables } from './open-tables.ts'

const dir = mkdtempSync(join(tmpdir(), 'open-tables-'))
afterAll(() => rmSync(dir, { recursive: true }))
const file = join(dir, 'index.db')
const TABLES = 'CREATE TABLE one (id INTEGER);'

it('an index keeps its rows and the stamp of the state folder when it is opened again', () => {
  const first = openTables(file, TABLES)
  first.exec('INSERT INTO one VALUES (7)')
  first.close()
  const stamped = new DatabaseSync(file)
  stamped.exec('PRAGMA user_version = 123')
  stamped.close()
  const again = openTables(file, TABLES)
  expect(again.prepare('SELECT id FROM one').all()).toMatchObject([{ id: 7 }])
  expect(again.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: 123 })
  again.close()
})

it('an index of other tables begins again', () => {
  const other = openTables(file, 'CREATE TABLE two (id INTEGER);')
  expect(other.prepare('SELECT id FROM two').all()).toEqual([])
  expect(() => other.prepare('SELECT id FROM one')).toThrow()
  other.close()
})
