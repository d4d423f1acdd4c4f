// Measures the figures of docs/performance.md. Nothing is asserted: a busy machine is not a defect.
import { loadavg } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Bench } from './benchmark/bench.ts'
import { appendToHistory, readRun } from './benchmark/history.ts'
import { drawTasks } from './benchmark/plot.ts'
import { endChildren } from './benchmark/processes.ts'
import { ROWS } from './benchmark/registry.ts'
import { comparisonText, type Report, reportText, startReport } from './benchmark/report.ts'
import type { Row } from './benchmark/row.ts'

const PROGRAM = join(import.meta.dirname, '../packages/cli/bin/iexec-sim.cjs')
const HELP = `Usage: scripts/bench [options]

Measures iexec-sim beside a peer that takes turns with it in the same run: medians of the pairs,
their ratio, and the budgets. Without options it measures the rows marked with a star. With --all
--quick, every row takes seven minutes on two processors.

Options:
  --all             measure every row
  --only NAME,...   measure these rows
  --quick           measure with fewer rounds
  --json            print one JSON document
  --compare FILE    print the figures beside those of a run that --json printed, or beside those
                    of the newest run of a history
  --history         add the run to docs/performance-history.json
  --plot            draw the time of tasks over 10,000 of them, as docs/performance-tasks.svg
  --program FILE    measure this iexec-sim, such as the bin/iexec-sim.cjs of an installed package
                    (default: the one of this clone)
  --help            show this text

Rows:
${ROWS.map(({ name, about, isShort }) => `  ${isShort ? '*' : ' '} ${name.padEnd(12)} ${about}`).join('\n')}

Example:
  scripts/bench --only up,task --json > before.json
  scripts/bench --only up,task --compare before.json`

const options = readOptions()

// The row under way fails without its processes, and puts everything away. A second signal ends
// this process at once.
let interruption: number | undefined
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.once(signal, () => {
    interruption = code
    endChildren()
  })
if (options.help) console.log(HELP)
else await main()

async function main(): Promise<void> {
  const rows = chosenRows()
  if (options.plot && !rows.some(({ name }) => name === 'many-tasks')) {
    console.error(
      '--plot draws what the row "many-tasks" measures. Add it to --only, or use --all.',
    )
    process.exit(2)
  }
  const before = options.compare === undefined ? undefined : comparedRun(options.compare)
  const report = startReport(options.quick)
  await measure(rows, report)
  if (interruption !== undefined) process.exit(interruption)
  if (options.history) appendToHistory(report)
  for (const { name, series } of (options.plot && report.rows['many-tasks']) || [])
    if (series) drawTasks(name, series)
  if (options.json) console.log(JSON.stringify(report))
  else console.log(before ? comparisonText(before, report) : reportText(report))
}

/** The run to compare with. Ends the process with code 2 where the file has none. */
function comparedRun(file: string): Report {
  try {
    return readRun(file)
  } catch (error) {
    console.error(`Cannot compare with ${file}: ${(error as Error).message}`)
    process.exit(2)
  }
}

function chosenRows(): readonly Row[] {
  if (options.only === undefined) return options.all ? ROWS : ROWS.filter(({ isShort }) => isShort)
  return options.only.split(',').map(rowNamed)
}

function rowNamed(name: string): Row {
  const row = ROWS.find((each) => each.name === name)
  if (row) return row
  console.error(`Unknown row "${name}". The rows are ${ROWS.map((each) => each.name).join(', ')}.`)
  process.exit(2)
}

/** Fills the report, row by row. */
async function measure(rows: readonly Row[], report: Report): Promise<void> {
  await using bench = new Bench({
    isQuick: options.quick,
    program: resolve(options.program),
    say: (line) => console.error(line),
  })
  for (const row of rows) {
    if (interruption !== undefined) return
    try {
      report.rows[row.name] = await row.measure(bench)
    } catch (error) {
      if (interruption !== undefined) return
      // The figures of the other rows are good all the same.
      console.error(`Cannot measure "${row.name}":`, error)
      process.exitCode = 1
    }
  }
  report.load.end = loadavg()[0] ?? 0
}

/** Options of the command line. Ends the process with code 2 on any other. */
function readOptions() {
  try {
    return parseArgs({
      options: {
        all: { type: 'boolean', default: false },
        only: { type: 'string' },
        quick: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        compare: { type: 'string' },
        history: { type: 'boolean', default: false },
        plot: { type: 'boolean', default: false },
        program: { type: 'string', default: PROGRAM },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    console.error(`${(error as Error).message}\nRun scripts/bench --help to see all options.`)
    process.exit(2)
  }
}
