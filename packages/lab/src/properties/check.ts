import type { Genesis } from '@iexec-sim/contracts'
import type { ProtocolSource } from '@iexec-sim/contracts/sources'
import type { Mode } from '../record.ts'
import { voters } from '../world/accounts.ts'
import { Market } from '../world/market.ts'
import { checkMoney } from './money.ts'
import { ScoreBoard } from './score-board.ts'
import { checkVotes } from './votes.ts'

/** Result of one property on a protocol. */
export interface PropertyRecord {
  /** Name of the property. */
  readonly name: string
  /** Mode of the run. */
  readonly mode: Mode
  /** Why it does not hold, with an example; absent if it holds. */
  readonly failure?: string
}

/**
 * Checks on a protocol the properties that hold after any calls: the escrow's books, and the vote
 * that settles a task.
 *
 * @throws SimError where the source makes no network.
 */
export async function checkProperties(
  source: ProtocolSource,
  mode: Mode,
  genesis?: Genesis,
): Promise<PropertyRecord[]> {
  const options = { source, mode, genesis }
  const matchesOnApproval = mode === 'token' && (await hasMatchOnApproval(options))
  return [
    await told('after any sequence of calls the books are right', mode, async () => {
      await using market = await Market.open(options)
      await checkMoney(market, { seed: 134, runs: 25, matchesOnApproval })
    }),
    await told('votes settle as an independent model says', mode, async () => {
      await using market = await Market.open(options, ['requester', 'poolOwner', ...voters])
      await checkVotes(market, await ScoreBoard.find(market), { seed: 20_26, runs: 60 })
    }),
  ]
}

/** Whether an approval that comes with a call other than a match is refused, as since 6.2. */
async function hasMatchOnApproval(options: Parameters<typeof Market.open>[0]): Promise<boolean> {
  await using market = await Market.open(options)
  const { chain, hub } = market
  const args = [hub.address, 1, '0x12345678']
  return (
    (await chain.refusal(chain.genesis.addresses.owner, chain.rlc, 'approveAndCall', args)) !== 'ok'
  )
}

async function told(name: string, mode: Mode, check: () => Promise<void>): Promise<PropertyRecord> {
  try {
    await check()
    return { name, mode }
  } catch (error) {
    return { name, mode, failure: (error as Error).message }
  }
}
