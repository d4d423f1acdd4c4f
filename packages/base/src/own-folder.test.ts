import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeOwnFolder } from './own-folder.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'iexec-sim-own-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const mode = (path: string) => statSync(path).mode & 0o777

it('a missing folder is made for this user alone, with its missing parents', () => {
  const path = join(dir, 'a', 'b')
  makeOwnFolder(path)
  expect(mode(path)).toBe(0o700)
})

it('an empty folder that others may read is closed to them', () => {
  chmodSync(dir, 0o755)
  makeOwnFolder(dir)
  expect(mode(dir)).toBe(0o700)
})

it.each([0o755, 0o750, 0o711])(
  'a folder with something in it of mode %o is refused, and stays as it is',
  (bits) => {
    writeFileSync(join(dir, 'control.token'), '')
    chmodSync(dir, bits)
    expect(() => makeOwnFolder(dir)).toThrow(expect.objectContaining({ code: 'STATE_OPEN' }))
    expect(mode(dir)).toBe(bits)
  },
)

it('an empty folder that others may write to is refused', () => {
  chmodSync(dir, 0o777)
  expect(() => makeOwnFolder(dir)).toThrow(expect.objectContaining({ code: 'STATE_OPEN' }))
})

it.runIf(process.getuid?.() === 0)("another user's folder is refused, through a link too", () => {
  const foreign = join(dir, 'foreign')
  mkdirSync(foreign, { mode: 0o700 })
  chownSync(foreign, 12_345, 12_345)
  symlinkSync(foreign, join(dir, 'link'))
  for (const path of [foreign, join(dir, 'link')])
    expect(() => makeOwnFolder(path)).toThrow(expect.objectContaining({ code: 'STATE_FOREIGN' }))
})

it.each([
  ['a file', (path: string) => writeFileSync(path, '')],
  ['a link that leads nowhere', (path: string) => symlinkSync('/nowhere/at-all', path)],
])('%s is refused', (_what, make) => {
  const path = join(dir, 'state')
  make(path)
  expect(() => makeOwnFolder(path)).toThrow(expect.objectContaining({ code: 'STATE_NO_FOLDER' }))
})
