import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const SCRIPT = fileURLToPath(new URL('../scripts/http-page.ts', import.meta.url))

it('the page of HTTP APIs has the routes that the services of a network have', () => {
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, '--check'], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
})
