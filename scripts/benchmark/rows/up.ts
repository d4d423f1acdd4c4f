import { atMostTimes, figure } from '../figure.ts'
import { BenchNetwork } from '../network.ts'
import { HardhatNode } from '../peers/hardhat-node.ts'
import { inTurns, timed } from '../rounds.ts'
import type { Row } from '../row.ts'

const SHARE_OF_HARDHAT = 0.6

/** Starts of a network in a new state folder, beside those of `hardhat node`. */
export const up: Row = {
  name: 'up',
  about: 'start of a new network, in the foreground and detached',
  isShort: true,
  measure: async (bench) => {
    const start = async (args: readonly string[]) => {
      await using network = await BenchNetwork.up(bench.program, { args })
      return network.startMs
    }
    const pairs = (args: readonly string[]) =>
      inTurns(bench.rounds(7, 2), () => start(args), hardhatMs, 1)
    const options = {
      peer: 'hardhat node until its RPC answers',
      budgets: [atMostTimes(SHARE_OF_HARDHAT)],
    }
    bench.say('starting networks beside hardhat node')
    const foreground = await pairs([])
    const detached = await pairs(['--detach'])
    return [
      figure('up, the whole command, until every service is ready', 'ms', foreground, options),
      figure('up --detach, the whole command', 'ms', detached, options),
    ]
  },
}

async function hardhatMs(): Promise<number> {
  let node: HardhatNode | undefined
  const ms = await timed(async () => {
    node = await HardhatNode.start()
  })
  await node?.[Symbol.asyncDispose]()
  return ms
}
