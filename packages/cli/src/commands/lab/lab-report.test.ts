import { compareGas, diffRecords, firstDifferences, judge, type Run } from '@iexec-sim/lab'
import { describe, expect, test } from 'vitest'
import type { Comparison } from './comparison.ts'
import { differencesMarkdown, differencesText } from './lab-report.ts'

const runOf = (gas: number, event: string, values: readonly string[]): Run => ({
  source: 'x',
  mode: 'token',
  records: [
    {
      name: 'a story',
      status: 'completed',
      steps: [
        { kind: 'call', call: 'claim by a|b', outcome: 'ok', gas, events: [event], balances: {} },
        ...values.map(
          (value, i) => ({ kind: 'check', label: `value ${i}`, value, expected: '0' }) as const,
        ),
      ],
    },
  ],
})

function compare(before: Run, after: Run, why?: string): Comparison {
  const differences = diffRecords(before, after)
  const judged = judge(differences, why ? [{ aspect: 'value', why }] : [])
  const shown = {
    expected: firstDifferences(judged.expected),
    unexpected: firstDifferences(judged.unexpected),
  }
  const gas = [{ mode: before.mode, ...compareGas(before, after) }]
  return { baseline: 'builtin', candidate: './mine', differences, judged, shown, gas }
}

const before = runOf(100, 'A(1)', ['0', '0', '0'])

describe('a report of differences', () => {
  test('shows the first difference of a scenario and the number of others', () => {
    expect(differencesText(compare(before, runOf(110, 'B(1)', ['1', '2', '0'])))).toBe(
      [
        'token  a story › claim by a|b  (events)',
        '    builtin: A(1)',
        '    ./mine: B(1)',
        '    and 2 more in this scenario',
        '',
        '3 differences in 1 scenario unexpected, no difference as expected; gas +10.0 % over all calls.',
      ].join('\n'),
    )
  })

  test('has a line of its own if nothing differs', () => {
    expect(differencesText(compare(before, before))).toBe(
      'no difference unexpected, no difference as expected; gas is the same.',
    )
    expect(differencesMarkdown(compare(before, before))).toContain('No unexpected difference.')
  })

  test('lists expected differences with their reasons, and differences of gas, in Markdown', () => {
    const text = differencesMarkdown(
      compare(before, runOf(90, 'A(2)', ['1', '1', '0']), 'it | was raised'),
    )
    expect(text).toContain('| token | a story | claim by a\\|b | events | A(1) | A(2) | 0 |')
    expect(text).toContain('| token | a story | value 0 | value | "0" | "1" | it \\| was raised |')
    expect(text).toContain('| claim | 1 | 90 | 100 | -10.0 |')
  })
})
