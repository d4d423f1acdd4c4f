import { bakedProtocols } from '@iexec-sim/contracts/sources'
import { modes } from '@iexec-sim/lab'
import { accounts, KITTY, Market } from '@iexec-sim/lab/world'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stories } from './steps.ts'
import { Story } from './story.ts'

const GWEI = 10n ** 9n
const holders = Object.values(accounts)
const worlds = bakedProtocols.flatMap((source) => modes.map((mode) => ({ source, mode })))
/** What the stories have to get through and run into: otherwise they are worth nothing. */
const deeds = [
  'match',
  'initialize',
  'contribute',
  'reveal',
  'completeAtOnce',
  'finalize',
  'reopen',
  'claim',
  'withdraw',
  'recover',
]

test.each(worlds)(
  'after any sequence of calls the books are right on $source with a $mode escrow',
  async ({ source, mode }) => {
    const matchesOnApproval = source === 'builtin' && mode === 'token'
    const seen = new Map<string, number>()
    await using market = await Market.open({ source, mode })
    await fc.assert(
      fc.asyncProperty(stories, (steps) =>
        market.chain.scratch(async () => {
          const story = new Story(market, matchesOnApproval)
          for (const step of steps) {
            await story.run(step)
            await expectRight(market, story)
          }
          for (const [key, count] of story.outcomes) seen.set(key, (seen.get(key) ?? 0) + count)
        }),
      ),
      { seed: 134, numRuns: source === 'builtin' ? 25 : 16 },
    )
    for (const deed of [...deeds, ...(matchesOnApproval ? ['deposit and match'] : [])]) {
      expect(seen.get(`${deed} ok`), deed).toBeGreaterThan(0)
      expect(seen.get(`${deed} refused`), deed).toBeGreaterThan(0)
    }
  },
)

/**
 * All money is free or locked, what is locked is on the hub's account and as much as the deals say, and the hub holds wei
 * or RLC for all of it and for what strayed there.
 */
async function expectRight({ chain, hub }: Market, { books, stray }: Story): Promise<void> {
  const [total, hubBalance, held, money] = await Promise.all([
    chain.read(hub, 'totalSupply'),
    chain.read(hub, 'balanceOf', hub.address),
    chain.mode === 'token'
      ? chain.read(chain.rlc, 'balanceOf', hub.address)
      : chain.rpc<string>('eth_getBalance', hub.address, 'latest').then(BigInt),
    chain.readEach(hub, 'viewAccount', 2, [...holders, KITTY]),
  ])
  const stakes = money.reduce((sum: bigint, { stake }) => sum + stake, 0n)
  const locks = money.reduce((sum: bigint, { locked }) => sum + locked, 0n)
  expect(stakes + locks).toBe(total)
  expect(hubBalance).toBe(locks)
  expect(held).toBe(chain.mode === 'token' ? total + stray : (total + stray) * GWEI)
  for (const [i, holder] of holders.entries()) expect(money[i].locked, holder).toBe(books.justifiedLock(holder))
}
