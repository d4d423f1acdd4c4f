import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from './sources.ts'

const bench = (...args: string[]) =>
  spawnSync(process.execPath, [join(ROOT, 'scripts/bench.ts'), ...args], { encoding: 'utf8' })

test('a quick run of one row prints its figures beside their peer as one document', () => {
  const { status, stdout, stderr } = bench('--only', 'help', '--quick', '--json')
  expect([status, stderr]).toEqual([0, expect.stringContaining('--help')])
  const figure = expect.objectContaining({
    value: expect.any(Number),
    peer: { name: 'node -e 0', value: expect.any(Number) },
    ratio: expect.any(Number),
    isMet: expect.any(Boolean),
  })
  expect(JSON.parse(stdout)).toMatchObject({ isQuick: true, rows: { help: [figure, figure] } })
})

test('a row that does not exist is refused with the names of all rows', () => {
  const { status, stderr } = bench('--only', 'upp')
  expect([status, stderr]).toEqual([2, expect.stringMatching(/^Unknown row "upp".* up, help,/)])
})
