import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Chain } from '@iexec-sim/chain'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeManifest } from './manifest.ts'
import { Snapshots } from './snapshots.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'iexec-sim-snapshots-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

/** A snapshot's folder, as a process has left it. */
function leave(name: string, block: number): void {
  mkdirSync(join(dir, name))
  const facts = {
    network: 'n',
    base: 'b',
    version: '0.1.0',
    savedAt: '2030-01-01T00:00:00.000Z',
    block,
    keys: {},
  }
  writeManifest(join(dir, name), facts, { files: [], content: [] })
}

/** Neither the chain nor a part is asked for anything by what is tested here. */
const open = () =>
  new Snapshots({ dir, chain: {} as Chain, parts: [], network: 'n', base: 'b', version: '0.1.0' })

describe('a snapshot that was being replaced when the process died', () => {
  it('is kept if the new one had not taken its place', () => {
    leave('.replaced-mine', 1)
    leave('.unfinished-0', 2)
    expect(open().list()).toMatchObject([{ name: 'mine', block: 1 }])
    expect(readdirSync(dir)).toEqual(['mine'])
  })

  it('is gone if the new one had taken its place', () => {
    leave('.replaced-mine', 1)
    leave('mine', 2)
    expect(open().list()).toMatchObject([{ name: 'mine', block: 2 }])
    expect(readdirSync(dir)).toEqual(['mine'])
  })
})

it('unreadable snapshots do not keep others from being listed', () => {
  leave('good', 1)
  mkdirSync(join(dir, 'bad'))
  writeFileSync(join(dir, 'bad', 'snapshot.json'), '{')
  expect(open().list()).toMatchObject([
    { name: 'bad', problem: expect.stringContaining('no JSON') },
    { name: 'good' },
  ])
})
