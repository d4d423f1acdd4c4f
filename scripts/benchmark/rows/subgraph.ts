import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench } from '../bench.ts'
import { atMost, figure } from '../figure.ts'
import { FilledNetwork } from '../filled-network.ts'
import { BenchNetwork } from '../network.ts'
import { treeMb } from '../processes.ts'
import { quantile, timed } from '../rounds.ts'
import type { Row } from '../row.ts'

const QUERIES = join(import.meta.dirname, '../../../packages/subgraph/test/queries')
const WARM_UP = 5
const MOST_MS = 20
/** Rows before a page, as shares of the list. */
const PLACES = [0, 0.5, 0.98]

/** Pages of the explorer's lists in a network of many tasks. */
export const subgraph: Row = {
  name: 'subgraph',
  about: '10,000 tasks of doubles, every list page of the explorer over HTTP',
  isShort: false,
  measure: async (bench) => {
    const filled = await FilledNetwork.of(bench)
    await using network = await BenchNetwork.up(bench.program, { stateDir: filled.stateDir })
    const { subgraph, pid } = network.running.sheet
    const before = await treeMb(pid)
    bench.say('asking the subgraph for the first time')
    const first = await timed(() =>
      post(subgraph.poco, { query: '{ _meta { block { number } } }' }),
    )
    const grown = (await treeMb(pid)) - before
    bench.say('asking for pages of lists')
    const pages = await askForPages(bench, subgraph.poco, filled.tasks)
    const slowest = pages.toSorted((a, b) => p95(b.times) - p95(a.times))[0]!
    const of = `${filled.tasks} tasks`
    return [
      figure(`list page of the explorer, p95 of the slowest, ${of}`, 'ms', p95(slowest.times), {
        budgets: [atMost(MOST_MS)],
        note: slowest.label,
      }),
      figure(
        `list page of the explorer, p95 of all, ${of}`,
        'ms',
        p95(pages.flatMap((one) => one.times)),
      ),
      figure(`first question to a subgraph, ${of}`, 'ms', first, {
        note: 'the index is filled from the chain',
      }),
      figure(`memory that the first question leaves, ${of}`, 'MB', grown),
    ]
  },
}

const p95 = (times: readonly number[]) => quantile(times, 0.95)

async function askForPages(bench: Bench, url: string, tasks: number) {
  const pages: { label: string; times: number[] }[] = []
  for (const list of ['apps', 'datasets', 'workerpools', 'deals', 'tasks'])
    for (const place of PLACES) {
      const query = readFileSync(join(QUERIES, `${list}.graphql`), 'utf8')
      const skip = Math.floor(tasks * place)
      const variables = { skip, next: skip + 20, afterNext: skip + 40 }
      const times: number[] = []
      for (let round = -WARM_UP; round < bench.rounds(100, 20); round++) {
        const ms = await timed(() => post(url, { query, variables }))
        if (round >= 0) times.push(ms)
      }
      pages.push({ label: `${list} from ${skip} on`, times })
    }
  return pages
}

async function post(url: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  const { errors } = (await response.json()) as { errors?: unknown }
  if (errors) throw new Error(`The subgraph refused a question: ${JSON.stringify(errors)}`)
}
