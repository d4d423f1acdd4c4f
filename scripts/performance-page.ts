// Writes docs/performance.md from the newest run of docs/performance-history.json. With --check it
// writes nothing and fails when the page is not current.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readHistory } from './benchmark/history.ts'
import { columns, HEADINGS, type Report } from './benchmark/report.ts'

const page = join(import.meta.dirname, '../docs/performance.md')
const prose = readFileSync(join(import.meta.dirname, 'lib/performance-page.md'), 'utf8')
const newest = readHistory().at(-1)
if (!newest) throw new Error('There is no run yet. Run "./scripts/bench --all --history".')
const text = prose.replace('{{run}}', run(newest)).replace('{{figures}}', figures(newest))

if (!process.argv.includes('--check')) writeFileSync(page, text)
else if (readFileSync(page, 'utf8') !== text) {
  console.error('docs/performance.md is not current. Run "node scripts/performance-page.ts".')
  process.exitCode = 1
}

function run({ date, commit, machine, load, isQuick }: Report): string {
  const { processor, processors, node } = machine
  return [
    `The run of ${date.slice(0, 10)} at commit ${commit}: ${processor}, ${processors} processors, Node.js`,
    `${node}, load ${load.start.toFixed(1)} before and ${load.end.toFixed(1)} at the end.`,
    ...(load.start > processors / 2
      ? ['**The machine was busy**: of these figures only ratios say something.']
      : []),
    ...(isQuick ? ['It measured few rounds and small numbers of tasks, deals and orders.'] : []),
  ].join('\n')
}

function figures({ rows }: Report): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const all = Object.values(rows).flat()
  const notes = all.flatMap(({ name, note }) => (note ? [`- ${name}: ${note}`] : []))
  return [
    line(['what', ...HEADINGS]),
    line(Array.from({ length: HEADINGS.length + 1 }, () => '---')),
    ...all.map((one) => line([one.name, ...columns(one)])),
    ...(notes.length > 0 ? ['', ...notes] : []),
  ].join('\n')
}
