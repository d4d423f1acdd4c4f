import {
  chmodSync,
  chownSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { CliNetwork, cli } from './support/cli.ts'

/** A state folder with a secret and a chain that has moved, of a network that was stopped. */
let kept: CliNetwork
const scratch = mkdtempSync(join(tmpdir(), 'iexec-sim-folders-'))
beforeAll(async () => {
  kept = await new CliNetwork().up()
  await kept.cli(['secret', 'push', 'kept', '--tee', 'scone'], { input: 'value' })
  await kept.cli(['faucet', '0x0000000000000000000000000000000000000777'])
  await kept.cli(['down'])
})
afterAll(async () => {
  await kept[Symbol.asyncDispose]()
  rmSync(scratch, { recursive: true, force: true })
})

/** A copy of the folder, with something done to it. */
function copyWith(damage: (dir: string) => void): string {
  const dir = mkdtempSync(join(scratch, 'copy-'))
  rmSync(dir, { recursive: true })
  cpSync(kept.dir, dir, { recursive: true, preserveTimestamps: true })
  chmodSync(dir, 0o700)
  damage(dir)
  return dir
}

it('holds what the page of the configuration says', () => {
  const page = readFileSync(new URL('../docs/configuration.md', import.meta.url), 'utf8')
  const [, section] = page.split('## The state folder')
  const named = [...section!.matchAll(/`([\w.-]+)\/?`/g)].map(([, name]) => name)
  const there = readdirSync(kept.dir).map((name) => name.replace(/^worker-\d+$/, 'worker-1'))
  expect(there).toContain('chain')
  expect(there.filter((name) => !named.includes(name))).toEqual([])
})

it.each<[string, (dir: string) => void, RegExp]>([
  [
    'an emptied journal',
    (dir) => writeFileSync(join(dir, 'chain/journal.ndjson'), ''),
    /journal\.ndjson is older than the rest/,
  ],
  [
    'no journal',
    (dir) => rmSync(join(dir, 'chain/journal.ndjson')),
    /Missing file .*journal\.ndjson/,
  ],
  [
    'no key of its secrets',
    (dir) => rmSync(join(dir, 'sms-scone/at-rest.key')),
    /Missing file .*at-rest\.key/,
  ],
  [
    'a file that is not a database',
    (dir) => writeFileSync(join(dir, 'market/market.db'), 'x'.repeat(9_000)),
    /Corrupt file .*market\.db/,
  ],
  ['a lock that is a folder', (dir) => mkdirSync(join(dir, 'lock')), /Corrupt file .*lock/],
  [
    'an identity that is a folder',
    (dir) => {
      rmSync(join(dir, 'identity.json'))
      mkdirSync(join(dir, 'identity.json'))
    },
    /Corrupt file .*identity\.json/,
  ],
  [
    'a folder where others may write',
    (dir) => chmodSync(dir, 0o770),
    /is open to other users \(mode 770\)/,
  ],
  ["another user's folder", (dir) => chownSync(dir, 12_345, 12_345), /belongs to another user/],
])(
  'up refuses %s in one sentence, and other commands ignore it',
  async (_what, damage, sentence) => {
    const dir = copyWith(damage)
    const run = await cli(['up', '--detach', '--any-port', '--state', dir])
    expect(run).toMatchObject({ code: 1, stderr: expect.stringMatching(sentence) })
    expect(run.stderr).not.toMatch(/UNEXPECTED|DEBUG=1/)
    expect(await cli(['status', '--state', dir])).toMatchObject({ code: 3 })
  },
)

it.each<[string, (path: string) => void]>([
  ['a file', (path) => writeFileSync(path, '')],
  ['a link that leads nowhere', (path) => symlinkSync('/nowhere/at-all', path)],
])('up names %s where the folder should be', async (what, make) => {
  const path = join(scratch, `instead-${what.length}`)
  make(path)
  const run = await cli(['up', '--any-port', '--state', path])
  expect(run).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`${path} is not a folder.`),
  })
})

it('up names the part of its path that is a file', async () => {
  const file = join(scratch, 'a-file')
  writeFileSync(file, '')
  const run = await cli(['up', '--any-port', '--state', join(file, 'state')])
  expect(run).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/Cannot use .*: a part of its path is a file/),
  })
})

it('a planted link is not followed and its target not changed', async () => {
  const outside = join(scratch, 'outside')
  writeFileSync(outside, 'mine', { mode: 0o644 })
  const dir = copyWith((copy) => symlinkSync(outside, join(copy, 'control.token')))
  const network = await new CliNetwork(dir).up()
  expect(readFileSync(outside, 'utf8')).toBe('mine')
  expect(lstatSync(join(dir, 'control.token')).isSymbolicLink()).toBe(false)
  expect(lstatSync(join(dir, 'control.token')).mode & 0o777).toBe(0o600)
  await network[Symbol.asyncDispose]()
})
