import { describe, expect, test } from 'vitest'
import { compareGas, gasPercent } from './gas.ts'
import { gasPage, gasTable } from './gas-page.ts'
import type { CallStep, Run, ScenarioRecord } from './record.ts'

const call = (name: string, gas: number, balance = '1/0'): CallStep => ({
  kind: 'call',
  call: name,
  outcome: 'ok',
  gas,
  events: [],
  balances: { requester: balance },
})
const refused: CallStep = {
  kind: 'call',
  call: 'claim by stranger',
  outcome: 'refused',
  error: 'no',
}
const record = (name: string, ...steps: CallStep[]): ScenarioRecord => ({
  name,
  status: 'completed',
  steps,
})
const run = (...records: ScenarioRecord[]): Run => ({ source: 'x', mode: 'token', records })

describe('gas is compared', () => {
  test('over all calls of a function, by any caller', () => {
    const before = run(record('s', call('reveal by worker1', 100), call('reveal by worker2', 200)))
    const after = run(record('s', call('reveal by worker1', 110), call('reveal by worker2', 220)))
    const { functions, lifecycles } = compareGas(before, after)
    expect(functions).toEqual([{ name: 'reveal', calls: 2, baseline: 150, candidate: 165 }])
    expect(gasPercent(functions[0]!)).toBe(10)
    expect(lifecycles).toEqual([])
  })

  test('of calls that succeed and move the same money on both sides', () => {
    const before = run(
      record('s', call('a by x', 1), call('b by x', 2), call('claim by stranger', 3)),
    )
    const after = run(record('s', call('a by x', 9), call('b by x', 9, '2/0'), refused))
    expect(compareGas(before, after).functions).toEqual([
      { name: 'a', calls: 1, baseline: 1, candidate: 9 },
    ])
  })

  test('over a whole life of a task, if all its calls have equal effects', () => {
    const life = (gas: number, name = 'life') =>
      record(name, call('initialize by x', gas), call('finalize by y', 2 * gas))
    const other = record('other', call('initialize by x', 1), call('finalize by y', 1, '2/0'))
    const { lifecycles } = compareGas(run(life(10), other), run(life(5), life(5, 'other')))
    expect(lifecycles).toEqual([{ name: 'life', calls: 2, baseline: 30, candidate: 15 }])
  })
})

test('a table of gas marks functions for owners alone', () => {
  const rows = ['recover', 'claim'].map((name) => ({
    name,
    calls: 1,
    baseline: 200,
    candidate: 150,
  }))
  const lines = gasTable('function', rows).split('\n')
  expect(lines.slice(2)).toEqual([
    '| recover * | 1 | 150 | 200 | -25.0 |',
    '| claim | 1 | 150 | 200 | -25.0 |',
  ])
  const none = { functions: [], lifecycles: [] }
  expect(gasPage({ native: none, token: none })).toContain('## With a token escrow')
})
