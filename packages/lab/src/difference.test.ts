import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { diffRecords } from './difference.ts'
import {
  type Expectation,
  judge,
  keptExpectations,
  keptReleases,
  readExpectations,
} from './expectation.ts'
import type { CallStep, CheckStep, Run, Step } from './record.ts'

const call: CallStep = {
  kind: 'call',
  call: 'claim by stranger',
  outcome: 'ok',
  gas: 100,
  events: ['A(1)', 'B(2)', 'A(1)'],
  balances: { requester: '1/0' },
}
const check: CheckStep = { kind: 'check', label: 'status', value: '3', expected: '3' }
const run = (...steps: Step[]): Run => ({
  source: 'x',
  mode: 'token',
  records: [{ name: 's', status: 'completed', steps }],
})
const diff = (a: Step[], b: Step[]) =>
  diffRecords(run(...a), run(...b)).map(({ step, aspect, baseline, candidate }) => [
    step,
    aspect,
    baseline,
    candidate,
  ])

describe('records differ', () => {
  test('in nothing when they are the same', () => {
    expect(diff([call, check], [call, check])).toEqual([])
  })

  test('in events that one side has more often', () => {
    const other = { ...call, events: ['A(1)', 'B(2)', 'C(3)'] }
    expect(diff([call], [other])).toEqual([['claim by stranger', 'events', 'A(1)', 'C(3)']])
  })

  test('in the order of events', () => {
    const other = { ...call, events: ['B(2)', 'A(1)', 'A(1)'] }
    expect(diff([call], [other])).toEqual([
      ['claim by stranger', 'events', 'A(1); B(2); A(1)', 'B(2); A(1); A(1)'],
    ])
  })

  test('in the balances that differ', () => {
    const other = { ...call, balances: { requester: '1/0', worker1: '0/8' } }
    expect(diff([call], [other])).toEqual([
      ['claim by stranger', 'balances', 'worker1 0/0', 'worker1 0/8'],
    ])
  })

  test('in gas', () => {
    expect(diff([call], [{ ...call, gas: 90 }])).toEqual([
      ['claim by stranger', 'gas', '100', '90'],
    ])
  })

  test('in the outcome alone of a call that is refused on one side', () => {
    const refused: CallStep = {
      kind: 'call',
      call: call.call,
      outcome: 'refused',
      error: 'no',
      revertData: '0x',
    }
    const said = { kind: 'check', label: 'claim', expected: 'ok' } as const
    const [before, after] = [
      { ...said, value: 'ok' },
      { ...said, value: 'no' },
    ]
    expect(diff([call, before], [refused, after])).toEqual([
      ['claim by stranger', 'outcome', 'ok', 'no'],
    ])
  })

  test('in a value other than the expected one', () => {
    expect(diff([check, check], [check, { ...check, value: '4' }])).toEqual([
      ['status #2', 'value', '"3"', '"4"'],
    ])
  })

  test('in no value that is the expected one on both sides, such as an address', () => {
    expect(
      diff(
        [{ ...check, value: '0x1', expected: '0x1' }],
        [{ ...check, value: '0x2', expected: '0x2' }],
      ),
    ).toEqual([])
  })

  test('in the end of a scenario', () => {
    const stopped: Run = {
      ...run(call),
      records: [{ name: 's', status: 'stopped', reason: 'no', steps: [] }],
    }
    expect(diffRecords(run(call), stopped)).toEqual([
      {
        scenario: 's',
        mode: 'token',
        step: '',
        aspect: 'scenario',
        baseline: 'completed with 1 steps',
        candidate: 'stopped after 0 steps: no',
      },
    ])
  })

  test('in scenarios that only one side has', () => {
    const none: Run = { ...run(), records: [] }
    expect(diffRecords(run(), none)).toMatchObject([{ baseline: 'run', candidate: 'not run' }])
    expect(diffRecords(none, run())).toMatchObject([{ baseline: 'not run', candidate: 'run' }])
  })
})

describe('an expectation', () => {
  const differences = diffRecords(
    run(call, check),
    run({ ...call, gas: 1, events: [] }, { ...check, value: '4' }),
  )
  const judged = (...expectations: Expectation[]) => {
    const { expected, unexpected, unused } = judge(differences, expectations)
    return [
      expected.map(({ aspect }) => aspect),
      unexpected.map(({ aspect }) => aspect),
      unused.length,
    ]
  }

  test('is met by a difference that matches all its fields', () => {
    expect(judged()).toEqual([[], ['events', 'value'], 0])
    expect(judged({ aspect: 'events', step: 'claim by *', why: '' })).toEqual([
      ['events'],
      ['value'],
      0,
    ])
    expect(judged({ baseline: '"3"', candidate: '"4"', why: '' })).toEqual([
      ['value'],
      ['events'],
      0,
    ])
    expect(judged({ mode: 'native', why: '' }, { candidate: '"5"', why: '' })).toEqual([
      [],
      ['events', 'value'],
      2,
    ])
  })

  test('is never needed for gas', () => {
    expect(differences.map(({ aspect }) => aspect)).toContain('gas')
    expect(judged({ why: 'anything' })).toEqual([['events', 'value'], [], 0])
  })
})

describe('a file of expectations', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'iexec-sim-expect-')), 'expect.json')
  const read = (content: unknown) => {
    writeFileSync(file, JSON.stringify(content))
    return readExpectations(file)
  }
  afterAll(() => rmSync(dirname(file), { recursive: true }))

  test('is read', () => {
    expect(
      read([{ scenario: 'a: *', mode: 'token', aspect: 'value', why: 'it was raised' }]),
    ).toHaveLength(1)
  })

  test.each([
    [{}, 'it is not a list'],
    [[null], 'entry 0 is not an object'],
    [[{ step: 'claim' }], 'entry 0 has no "why"'],
    [[{ why: 'x' }, { why: 'x', scenarioo: '*' }], 'entry 1 has an unknown "scenarioo"'],
    [[{ why: 'x', step: 5 }], '"step" of entry 0 is not a text'],
    [[{ why: 'x', aspect: 'gas' }], '"aspect" of entry 0 is not one of scenario, outcome'],
    [[{ why: 'x', mode: 'both' }], '"mode" of entry 0 is not one of native, token'],
  ])('with %j is refused', (content, reason) => {
    expect(() => read(content)).toThrow(reason)
  })

  test.each(keptReleases)('is kept of ours against %s', (release) => {
    expect(readExpectations(keptExpectations(release)!).length).toBeGreaterThan(0)
  })

  test('exists only for releases', () => {
    expect(keptExpectations(undefined)).toBeUndefined()
    expect(keptExpectations('poco@7.0.0')).toBeUndefined()
  })

  test('for 6.2.0 lists only what a profile switches, and the fixed facets', () => {
    const reasons = readExpectations(keptExpectations('poco@6.2.0')!).map(({ why }) => why)
    expect(reasons.filter((why) => !why.endsWith('a switch of the profile.'))).toHaveLength(1)
  })
})
