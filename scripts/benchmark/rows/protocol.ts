import { httpRpc } from '../../../packages/chain/src/client/index.ts'
import { Doubles, finalizedTasks, play } from '../doubles.ts'
import { atLeast, atLeastTimes, figure } from '../figure.ts'
import { BenchNetwork } from '../network.ts'
import { bareChain } from '../peers/bare-chain.ts'
import { inTurns, timed } from '../rounds.ts'
import type { Row } from '../row.ts'

const AT_A_TIME = 100
const FLOOR_PER_SECOND = 300
const SHARE_OF_ENGINE = 0.8

/** Tasks that are calls of the hub alone, beside the same calls sent to the bare engine. */
export const protocol: Row = {
  name: 'protocol',
  about: 'tasks of doubles, which only call the hub, per second',
  isShort: true,
  measure: async (bench) => {
    await using network = await BenchNetwork.up(bench.program)
    const chains = [httpRpc(network.running.sheet.rpc), await bareChain()] as const
    const doubles = new Doubles()
    for (const chain of chains) await doubles.setUp(chain)
    const rounds = bench.rounds(15, 3)
    bench.say(`signing ${(rounds + 1) * AT_A_TIME} tasks`)
    const batches: Awaited<ReturnType<Doubles['prepare']>>[] = []
    for (let i = 0; i < rounds + 1; i++) batches.push(await doubles.prepare(AT_A_TIME))
    bench.say('sending them to a network and to the bare engine')
    const [own, bare] = chains.map((chain) => {
      const left = batches.values()
      return async () => AT_A_TIME / ((await timed(() => play(chain, left.next().value!))) / 1000)
    })
    const pairs = await inTurns(rounds, own!, bare!, 1)
    for (const chain of chains) {
      const done = await finalizedTasks(chain)
      if (done !== batches.length * AT_A_TIME)
        throw new Error(`${done} of ${batches.length * AT_A_TIME} tasks were finalized.`)
    }
    return [
      figure('protocol alone, tasks of doubles', 'tasks/s', pairs, {
        peer: 'the same calls to the bare engine',
        budgets: [atLeast(FLOOR_PER_SECOND), atLeastTimes(SHARE_OF_ENGINE)],
      }),
    ]
  },
}
