import { HubClient, httpRpc } from '../../../packages/chain/src/client/index.ts'
import { bellecour, type Rpc } from '../../../packages/protocol/src/index.ts'
import { Doubles } from '../doubles.ts'
import { atMost, atMostTimes, figure } from '../figure.ts'
import { BenchNetwork } from '../network.ts'
import { officialMatch } from '../official-library.ts'
import { bareChain } from '../peers/bare-chain.ts'
import { HardhatNode } from '../peers/hardhat-node.ts'
import { inTurns, timed } from '../rounds.ts'
import type { Row } from '../row.ts'

const MOST_MS = 20
const WARM_UP = 3

/** The match of a deal, with the own client and with the official library. */
export const match: Row = {
  name: 'match',
  about: 'match of a deal, with the own client and with the official library',
  isShort: true,
  measure: async (bench) => {
    await using network = await BenchNetwork.up(bench.program)
    await using hardhat = await HardhatNode.start()
    await hardhat.loadProtocol()
    const rpc = httpRpc(network.running.sheet.rpc)
    const bare = await bareChain()
    const doubles = new Doubles()
    for (const chain of [rpc, bare, hardhat.rpc]) await doubles.setUp(chain)
    const own = (chain: Rpc) => {
      const hub = new HubClient({ rpc: chain, hub: bellecour.hub }).as(doubles.requester)
      return async () => {
        const next = await doubles.orders()
        return timed(() => hub.matchOrders(next))
      }
    }
    const official = (url: string) => {
      const matchOrders = officialMatch(url, doubles.requester.privateKey)
      return async () => {
        const next = await doubles.orders()
        return timed(() => matchOrders(next))
      }
    }
    const rounds = bench.rounds(25, 5)
    bench.say('matching deals')
    return [
      figure(
        'match of a deal, own client',
        'ms',
        await inTurns(rounds, own(rpc), own(bare), WARM_UP),
        { peer: 'the same on the bare engine, in process', budgets: [atMost(MOST_MS)] },
      ),
      figure(
        'match of a deal, official library',
        'ms',
        await inTurns(rounds, official(network.running.sheet.rpc), official(hardhat.url), WARM_UP),
        { peer: 'the same on hardhat node with the same contracts', budgets: [atMostTimes(1)] },
      ),
    ]
  },
}
