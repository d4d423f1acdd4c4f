import {
  createNetwork,
  NetworkPool,
  POOL_VARIABLE,
  type TestNetwork,
} from '../../../packages/testing/src/index.ts'
import { atMost, figure } from '../figure.ts'
import { median, timed } from '../rounds.ts'
import type { Row } from '../row.ts'

const RESET_MS = 15
const FIRST_MS = 1_000

/** What a test file waits for. */
export const fixture: Row = {
  name: 'fixture',
  about: 'a network for tests: its start, and its reset between tests',
  isShort: true,
  measure: async (bench) => {
    const rounds = bench.rounds(5, 2)
    bench.say('timing networks for tests')
    const first = await startMs(rounds)
    await using pool = await NetworkPool.start(1)
    process.env[POOL_VARIABLE] = pool.url
    const pooled = await startMs(rounds)
    await using network = await createNetwork()
    delete process.env[POOL_VARIABLE]
    await network.snapshots.save('before')
    const resets: number[] = []
    for (let round = 0; round < rounds * 3; round++) {
      await network.pushSecret('name', 'value', { tee: 'scone' })
      resets.push(await timed(() => network.snapshots.restore('before')))
    }
    return [
      figure('network for tests, the first, from nothing', 'ms', first, {
        budgets: [atMost(FIRST_MS)],
      }),
      figure('network for tests, from a warm pool', 'ms', pooled),
      figure('network for tests, reset after a test that pushed a secret', 'ms', median(resets), {
        budgets: [atMost(RESET_MS)],
      }),
    ]
  },
}

/** Median time to get a network; each is given back before the next. */
async function startMs(rounds: number): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    let network: TestNetwork | undefined
    times.push(
      await timed(async () => {
        network = await createNetwork()
      }),
    )
    await network?.close()
  }
  return median(times)
}
