import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cli } from '../support/cli.ts'
import { buildChanged } from './support/changed-contracts.ts'

const books = 'after any sequence of calls the books are right'
const votes = 'votes settle as an independent model says'

const folder = mkdtempSync(join(tmpdir(), 'iexec-sim-broken-'))
let artifacts: string
beforeAll(() => {
  artifacts = buildChanged(folder, {
    file: 'libraries/Settlement.sol',
    from: 'Ledger.unlock(deal.sponsor, taskPrice(deal));',
    to: 'Ledger.reward(deal.sponsor, taskPrice(deal), taskId);',
  })
}, 300_000)
afterAll(() => rmSync(folder, { recursive: true }))

describe('contracts that pay a claim without unlocking it', () => {
  test.each(['native', 'token'])(
    'break a property with a %s escrow, and an example is told',
    async (mode) => {
      const { code, stdout } = await cli(['lab', 'properties', artifacts, '--mode', mode])
      expect(code).toBe(1)
      expect(stdout).toContain(`${mode}  ${books}: does not hold\nProperty failed after`)
      expect(stdout).toContain(`${mode}  ${votes}: holds`)
      expect(stdout).toContain('{"do":"claim","task":0}')
    },
  )

  test('fail a run of a folder by the property as well', { timeout: 180_000 }, async () => {
    const { code, stdout } = await cli(['lab', 'run', artifacts, '--mode', 'native', '--json'])
    const { wrong, properties } = JSON.parse(stdout) as {
      wrong: { name: string }[]
      properties: { failure?: string }[]
    }
    expect(code).toBe(1)
    expect(wrong.map(({ name }) => name)).toContainEqual(expect.stringContaining('claim'))
    expect(properties).toMatchObject([
      { mode: 'native', name: books, failure: expect.any(String) },
      { name: votes },
    ])
    expect(properties[1]).not.toHaveProperty('failure')
  })
})
