import { NetworkPool } from '../../../packages/testing/src/index.ts'
import type { Bench } from '../bench.ts'
import { atMostTimes, figure } from '../figure.ts'
import { treeMb } from '../processes.ts'
import { pairsOf, timed } from '../rounds.ts'
import type { Row } from '../row.ts'

const MANY = 10
const SHARE = 0.6

/** Ten networks of a pool, beside ten times what one takes. */
export const pool: Row = {
  name: 'pool',
  about: 'ten networks in a pool: time and memory',
  isShort: false,
  measure: async (bench) => {
    const one = await startPool(bench, 1)
    const many = await startPool(bench, MANY)
    const options = { peer: `${MANY} times one network`, budgets: [atMostTimes(SHARE)] }
    return [
      figure(
        `${MANY} networks in a pool, until all are ready`,
        'ms',
        pairsOf([[many.ms, MANY * one.ms]]),
        options,
      ),
      figure(
        `${MANY} networks in a pool, resident memory`,
        'MB',
        pairsOf([[many.mb, MANY * one.mb]]),
        options,
      ),
    ]
  },
}

/** Time and memory of a pool with a number of networks. */
async function startPool({ say }: Bench, size: number): Promise<{ ms: number; mb: number }> {
  say(`starting a pool of ${size}`)
  const weigh = async () => (await treeMb(process.pid)) - process.memoryUsage.rss() / 1024 ** 2
  const before = await weigh()
  let started: NetworkPool | undefined
  const ms = await timed(async () => {
    started = await NetworkPool.start(size)
  })
  await using _ = started!
  return { ms, mb: (await weigh()) - before }
}
