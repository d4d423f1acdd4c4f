import { execFileSync } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { table } from '../lib/table.ts'
import type { Budget, Figure, Unit } from './figure.ts'

/** A run with what its figures depend on. */
export interface Report {
  /** Start of the run, ISO 8601. */
  date: string
  /** Commit that was measured; `+` for changes that are not committed. */
  commit: string
  /** The machine. */
  machine: { processor: string; processors: number; node: string }
  /** Load of the machine, the mean of a minute, at the start and at the end. */
  load: { start: number; end: number }
  /** Whether rows had few rounds. */
  isQuick: boolean
  /** Figures by the name of their row. */
  rows: Record<string, Figure[]>
}

/** A report without figures, as of now. */
export function startReport(isQuick: boolean): Report {
  const [load = 0] = loadavg()
  return {
    date: new Date().toISOString(),
    commit: commit(),
    machine: {
      processor: cpus()[0]?.model.trim() ?? 'unknown',
      processors: cpus().length,
      node: process.version,
    },
    load: { start: load, end: load },
    isQuick,
    rows: {},
  }
}

function commit(): string {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', import.meta.dirname, ...args], { encoding: 'utf8' }).trim()
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') ? '+' : '')
  } catch {
    return 'unknown'
  }
}

/** Columns of a figure after its name: measured, peer, ratio, budget, and whether it is met. */
export function columns({ unit, value, peer, ratio, budgets, isMet }: Figure): string[] {
  return [
    amount(value, unit),
    peer ? `${amount(peer.value, unit)}, ${peer.name}` : '',
    ratio === undefined ? '' : `${ratio.toFixed(2)}x`,
    budgets.map((budget) => budgetText(budget, unit)).join(' or '),
    isMet === undefined ? '' : isMet ? 'met' : 'not met',
  ]
}

/** Headings of {@link columns}. */
export const HEADINGS = ['measured', 'peer', 'ratio', 'budget', 'met']

function budgetText({ of, bound, isFloor }: Budget, unit: Unit): string {
  const sign = isFloor ? '≥' : '≤'
  if (of === 'value') return `${sign} ${amount(bound, unit)}`
  return of === 'ratio' ? `${sign} ${bound}x` : `${sign} peer + ${amount(bound, unit)}`
}

function amount(value: number, unit: Unit): string {
  if (unit === 'ms' && value >= 10_000) return `${(value / 1000).toFixed(1)} s`
  const digits = unit === 'x' ? 2 : value < 20 ? 1 : 0
  const text = value.toFixed(digits).replace(/\.0$/, '')
  return unit === 'x' ? `${text}x` : `${text} ${unit}`
}

/** The report as text. */
export function reportText({ rows, machine, load, date }: Report): string {
  const figures = Object.values(rows).flat()
  const notes = figures.flatMap(({ name, note }) => (note ? [`${name}: ${note}`] : []))
  return [
    table([['what', ...HEADINGS], ...figures.map((one) => [one.name, ...columns(one)])]),
    '',
    ...notes,
    `${date.slice(0, 10)}, ${machine.processor}, ${machine.processors} processors, ` +
      `load ${load.start.toFixed(1)} at the start and ${load.end.toFixed(1)} at the end`,
  ].join('\n')
}

/** Two reports side by side, by the names of their figures. */
export function comparisonText(before: Report, after: Report): string {
  const old = new Map(
    Object.values(before.rows)
      .flat()
      .map((one) => [one.name, one]),
  )
  const lines = Object.values(after.rows)
    .flat()
    .map((now) => {
      const then = old.get(now.name)
      if (!then) return [now.name, '', amount(now.value, now.unit), '', '', '']
      const change = (now.value / then.value - 1) * 100
      return [
        now.name,
        amount(then.value, then.unit),
        amount(now.value, now.unit),
        `${change < 0 ? '' : '+'}${change.toFixed(0)} %`,
        then.ratio === undefined ? '' : `${then.ratio.toFixed(2)}x`,
        now.ratio === undefined ? '' : `${now.ratio.toFixed(2)}x`,
      ]
    })
  return table([['what', before.commit, after.commit, 'change', 'ratio', 'ratio now'], ...lines])
}
