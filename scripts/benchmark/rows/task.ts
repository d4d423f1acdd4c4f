import { Client, KINDS } from '../client.ts'
import { atMostAbove, figure } from '../figure.ts'
import { BenchNetwork } from '../network.ts'
import { inTurns, timed } from '../rounds.ts'
import type { Row } from '../row.ts'

const MOST_ABOVE_MS = 50
const WARM_UP = 3

/** Warm tasks of each kind, beside bare containers of the same image. */
export const task: Row = {
  name: 'task',
  about: 'a warm task of each kind, from match to downloaded result',
  isShort: true,
  measure: async (bench) => {
    const containers = await bench.containers()
    await using network = await BenchNetwork.up(bench.program)
    const figures = []
    for (const kind of KINDS) {
      bench.say(`timing ${kind} tasks beside bare containers`)
      const client = await Client.prepare(
        network.running,
        containers.engine,
        containers.image,
        kind,
      )
      const pairs = await inTurns(
        bench.rounds(15, 3),
        () => timed(() => client.run()),
        () => timed(() => containers.run(client.image)),
        WARM_UP,
      )
      figures.push(
        figure(`warm task, ${kind}, match to downloaded result`, 'ms', pairs, {
          peer: 'bare container of the same image',
          budgets: [atMostAbove(MOST_ABOVE_MS)],
        }),
      )
    }
    return figures
  },
}
