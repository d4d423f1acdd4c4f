import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPrivateDatabase } from '@iexec-sim/snapshot'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { KeptMoment } from './kept-moment.ts'

let dir: string
const file = (...path: string[]) => join(dir, ...path)

/** A state folder with a journal of three entries, a database and a key, noted and closed. */
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'iexec-sim-moment-'))
  for (const store of ['chain', 'sms-scone', 'snapshots']) mkdirSync(file(store))
  writeFileSync(file('chain', 'journal.ndjson'), '{}\n{}\n{}\n{}\n')
  writeFileSync(file('sms-scone', 'at-rest.key'), 'k'.repeat(32))
  openPrivateDatabase(file('sms-scone', 'secrets.db')).close()
  KeptMoment.check(dir).begin(3)
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const code = (expected: string, name: string) =>
  expect.objectContaining({ code: expected, message: expect.stringContaining(name) })

it('an untouched folder is accepted at every start', () => {
  KeptMoment.check(dir).begin(3)
  expect(() => KeptMoment.check(dir)).not.toThrow()
})

it('a journal longer than noted is accepted: the process died before its last note', () => {
  appendFileSync(file('chain', 'journal.ndjson'), '{}\n')
  expect(() => KeptMoment.check(dir)).not.toThrow()
})

it.each([
  ['emptied', ''],
  ['cut', '{}\n{}\n'],
])('a journal that was %s is refused', (_what, text) => {
  writeFileSync(file('chain', 'journal.ndjson'), text)
  expect(() => KeptMoment.check(dir)).toThrow(code('STATE_MOMENTS', 'journal.ndjson'))
})

it.each([['chain/journal.ndjson'], ['sms-scone/at-rest.key'], ['sms-scone/secrets.db']])(
  '%s is missed',
  (name) => {
    rmSync(file(name))
    expect(() => KeptMoment.check(dir)).toThrow(code('STATE_INCOMPLETE', name))
  },
)

it('a database of an older copy is refused', () => {
  copyFileSync(file('sms-scone', 'secrets.db'), file('old.db'))
  KeptMoment.check(dir).begin(3)
  copyFileSync(file('old.db'), file('sms-scone', 'secrets.db'))
  expect(() => KeptMoment.check(dir)).toThrow(code('STATE_MOMENTS', 'secrets.db'))
})

it('a folder whose start died while noting is accepted', () => {
  const moment = JSON.stringify({
    epoch: 5,
    previous: epoch(),
    position: 3,
    files: ['sms-scone/secrets.db'],
  })
  writeFileSync(file('moment.json'), moment)
  expect(() => KeptMoment.check(dir)).not.toThrow()
})

it('a file that is not a database is refused by name', () => {
  writeFileSync(file('sms-scone', 'secrets.db'), 'rubbish '.repeat(2_000))
  expect(() => KeptMoment.check(dir)).toThrow(code('STATE_CORRUPT', 'secrets.db'))
})

it('a journal shortened by a restore is accepted, and so is one that a restore is about to replace', () => {
  const moment = KeptMoment.check(dir)
  moment.begin(3)
  writeFileSync(file('chain', 'journal.ndjson'), '{}\n{}\n')
  writeFileSync(file('snapshots', '.restoring'), 'x')
  expect(() => KeptMoment.check(dir)).not.toThrow()
  rmSync(file('snapshots', '.restoring'))
  moment.note(1)
  expect(() => KeptMoment.check(dir)).not.toThrow()
})

it('an unreadable note is refused by name', () => {
  writeFileSync(file('moment.json'), '{"epoch":')
  expect(() => KeptMoment.check(dir)).toThrow(code('STATE_CORRUPT', 'moment.json'))
})

/** The number the database carries now. */
function epoch(): number {
  const database = openPrivateDatabase(file('sms-scone', 'secrets.db'))
  const { user_version } = database.prepare('PRAGMA user_version').get() as { user_version: number }
  database.close()
  return user_version
}
