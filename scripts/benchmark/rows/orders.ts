import { atMost, figure } from '../figure.ts'
import { FilledOrderBook, QUERIES } from '../order-book.ts'
import { quantile, timed } from '../rounds.ts'
import type { Row } from '../row.ts'

const ORDERS = 100_000
const QUICK_ORDERS = 5_000
const WARM_UP = 20
const MOST_MS = 5

/** Queries of a large order book over HTTP. */
export const orders: Row = {
  name: 'orders',
  about: '100,000 open orders of each kind, every query over HTTP',
  isShort: false,
  measure: async (bench) => {
    const count = bench.rounds(ORDERS, QUICK_ORDERS)
    bench.say(`publishing ${count} orders of each kind`)
    await using book = await FilledOrderBook.open(count)
    bench.say(`asking ${QUERIES.length} queries`)
    const measured: { label: string; isLong: boolean; times: number[] }[] = []
    for (const [name, query] of QUERIES)
      measured.push({
        label: `${name} ${JSON.stringify(query).replaceAll(/0x[\da-fA-F]{30,}/g, '0x…')}`,
        isLong: 'pageSize' in query,
        times: await askFor(book.url(name, query), bench.rounds(200, 30)),
      })
    const ofBook = `${count} open orders of each kind`
    const p95 = (times: readonly number[]) => quantile(times, 0.95)
    const slowest = (of: typeof measured) => of.toSorted((a, b) => p95(b.times) - p95(a.times))[0]!
    const pages = measured.filter(({ isLong }) => !isLong)
    const page = slowest(pages)
    const long = slowest(measured.filter(({ isLong }) => isLong))
    const all = pages.flatMap(({ times }) => times)
    return [
      figure(`query over HTTP, p95 of all, ${ofBook}`, 'ms', p95(all)),
      figure(`query over HTTP, p95 of the slowest, ${ofBook}`, 'ms', p95(page.times), {
        budgets: [atMost(MOST_MS)],
        note: page.label,
      }),
      figure(
        `query over HTTP, p95 of the slowest with 1,000 results, ${ofBook}`,
        'ms',
        p95(long.times),
        {
          note: long.label,
        },
      ),
    ]
  },
}

/** Times of a request, from its start to the last byte of its answer; the first ones fill caches. */
async function askFor(url: string, rounds: number): Promise<number[]> {
  const times: number[] = []
  for (let round = -WARM_UP; round < rounds; round++) {
    const ms = await timed(async () => {
      const answer = await fetch(url)
      await answer.text()
      if (!answer.ok) throw new Error(`${url} was answered with ${answer.status}.`)
    })
    if (round >= 0) times.push(ms)
  }
  return times
}
