import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { programBundles } from './program-files.ts'

it('the programs of a network are copies of its own, made again at each start', () => {
  const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-programs-'))
  for (const path of Object.values(programBundles(dir))) chmodSync(path, 0o400)
  const { preCompute, postCompute } = programBundles(dir)
  expect([preCompute, postCompute].map(dirname)).toEqual([dir, dir])
  expect(readdirSync(dir).sort()).toEqual(['post-compute.mjs', 'pre-compute.mjs'])
  const built = new URL('../generated/post-compute.mjs', import.meta.url)
  expect(readFileSync(postCompute, 'utf8')).toBe(readFileSync(built, 'utf8'))
  rmSync(dir, { recursive: true })
})
