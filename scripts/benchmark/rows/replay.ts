import { atMost, figure } from '../figure.ts'
import { FilledNetwork } from '../filled-network.ts'
import { BenchNetwork } from '../network.ts'
import { inTurns } from '../rounds.ts'
import type { Row } from '../row.ts'

const MOST_MS = 3_000

/** Start of a network that had many tasks before. */
export const replay: Row = {
  name: 'replay',
  about: 'start of a network with 10,000 tasks in its journal',
  isShort: false,
  measure: async (bench) => {
    const { tasks, stateDir } = await FilledNetwork.of(bench)
    bench.say(`starting a network with ${tasks} tasks in its journal`)
    const start = async (options: { stateDir?: string }) => {
      await using network = await BenchNetwork.up(bench.program, options)
      return network.startMs
    }
    const pairs = await inTurns(
      1,
      () => start({ stateDir }),
      () => start({}),
    )
    return [
      figure(`up, with ${tasks} tasks in the journal`, 'ms', pairs, {
        peer: 'up of a new network',
        budgets: [atMost(MOST_MS)],
      }),
    ]
  },
}
