import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readExpectations } from './expectation.ts'
import { modes } from './record.ts'
import { runScenario, runScenarios, scenariosOf } from './run.ts'
import { scenarios } from './scenarios/index.ts'
import { accounts } from './world/accounts.ts'
import { Market } from './world/market.ts'

const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-lab-'))
afterAll(() => rmSync(dir, { recursive: true }))

test('no two scenarios have one name', () => {
  const names = scenarios.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})

test('a run records each call with its events, balances and gas, in names', async () => {
  const run = await runScenarios('builtin', 'native', 'deadlines: a task is claimed')
  const [{ name, status, steps }] = run.records as [(typeof run.records)[0]]
  expect([run.source, run.mode, run.records.length, status]).toEqual([
    'builtin',
    'native',
    1,
    'completed',
  ])
  expect(name).toBe('deadlines: a task is claimed from the very second of its final deadline')
  const claims = steps.filter((step) => step.kind === 'call' && step.call === 'claim by stranger')
  expect(claims).toMatchObject([
    { outcome: 'refused', error: '(empty)', revertData: '0x' },
    {
      outcome: 'ok',
      gas: expect.any(Number),
      events: expect.arrayContaining([
        'Unlock(requester, 30)',
        'Seize(poolOwner, 7, deal 1 task 0)',
      ]),
      balances: { requester: '1000/0', poolOwner: '993/0', kitty: '0/7' },
    },
    { outcome: 'refused' },
  ])
})

test('a run of the same protocol gives the same records', async () => {
  const run = () => runScenarios('builtin', 'token', 'settlement: a sponsor')
  expect(await run()).toEqual(await run())
})

test('a call that must succeed and fails stops the scenario', async () => {
  const scenario = {
    name: 's',
    run: async (w: Parameters<(typeof scenarios)[0]['run']>[0]) => {
      await w.call('stranger', 'withdraw', [1])
    },
  }
  expect(await runScenario(scenario, 'builtin', 'native')).toMatchObject({
    status: 'stopped',
    reason: 'a call was refused that had to succeed: (empty)',
    steps: [{ call: 'withdraw by stranger', outcome: 'refused' }],
  })
})

test('scenarios are chosen by mode and name', async () => {
  for (const mode of modes) expect(scenariosOf(mode, `${mode} escrow`).length).toBeGreaterThan(3)
  expect(scenariosOf('token', 'native escrow')).toEqual([])
  await expect(runScenarios('builtin', 'token', 'native escrow')).rejects.toMatchObject({
    code: 'SCENARIO_UNKNOWN',
  })
})

describe('a file of expectations', () => {
  test.each(['{}', '[{}]', '[{"aspect":"gas","why":"x"}]', '[null]', '['])(
    'is refused when it is %s',
    (text) => {
      const file = join(dir, 'expect.json')
      writeFileSync(file, text)
      expect(() => readExpectations(file)).toThrow(
        expect.objectContaining({ code: 'EXPECTATIONS_INVALID' }),
      )
    },
  )
})

test('a gathering call returns the same values as single reads', async () => {
  await using market = await Market.open({ mode: 'token' })
  const { chain, hub } = market
  const holders = Object.values(accounts)
  const gathered = await chain.readEach(hub, 'viewAccount', 2, holders)
  expect(gathered).toEqual(
    await Promise.all(holders.map((holder) => chain.read(hub, 'viewAccount', holder))),
  )
  expect(gathered.map(({ stake }) => stake)).toContain(1000n)
  expect(await chain.readEach(hub, 'balanceOf', 1, [accounts.requester])).toEqual([1000n])
})
