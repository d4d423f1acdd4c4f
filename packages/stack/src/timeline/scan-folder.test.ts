import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret } from '@iexec-sim/base'
import { CanarySearch } from '@iexec-sim/sms'
import { afterAll, expect, it } from 'vitest'
import { scanFolder } from './scan-folder.ts'

const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-scan-'))
afterAll(() => rmSync(dir, { recursive: true }))
const outputDir = join(dir, 'iexec_out')
mkdirSync(join(outputDir, 'inner'), { recursive: true })

const secret = { framework: 'scone', family: 'requester', owner: '0x1', name: 'key' } as const
const value = 'kX7-pQ2vR9w~zL4'
const search = new CanarySearch([{ secret, value: new Secret(value) }])

async function found(): Promise<string[]> {
  const matches = new Set<string>()
  await scanFolder({
    dir,
    outputDir,
    worker: 'worker-1',
    search,
    found: (where, bytes, before = 0) => {
      for (const { encoding, offset } of search.find(bytes))
        matches.add(`${where}: ${encoding} at ${before + offset}`)
    },
  })
  return [...matches].sort()
}

it('a canary is found at each offset around the end of a part, with its place in the file', async () => {
  const part = 256 * 1024
  for (const offset of [part - 16, part - 8, part - 1, part, part + 1, 3 * part - 3]) {
    const bytes = Buffer.alloc(4 * part, '.')
    bytes.write(value, offset)
    writeFileSync(join(outputDir, 'large.bin'), bytes)
    expect(await found()).toEqual([`file large.bin of worker-1: plain at ${offset}`])
  }
  rmSync(join(outputDir, 'large.bin'))
})

it('a file and a folder that are called like a canary are told without their names', async () => {
  mkdirSync(join(outputDir, `a ${value}`))
  writeFileSync(join(outputDir, `a ${value}`, 'fine.txt'), 'nothing')
  writeFileSync(join(outputDir, 'inner', `${value}.txt`), `it is ${value}`)
  const places = await found()
  expect(places).toEqual([
    'a file of worker-1: plain at 6',
    'the name of a file of worker-1: plain at 0',
    'the name of a file of worker-1: plain at 2',
  ])
  expect(places.join()).not.toContain(value)
})

it('a link is not followed', async () => {
  rmSync(outputDir, { recursive: true })
  mkdirSync(outputDir)
  const outside = mkdtempSync(join(tmpdir(), 'iexec-sim-outside-'))
  writeFileSync(join(outside, 'there.txt'), value)
  symlinkSync(outside, join(outputDir, 'folder'))
  symlinkSync(join(outside, 'there.txt'), join(outputDir, 'link.txt'))
  expect(await found()).toEqual([])
  rmSync(outside, { recursive: true })
})
