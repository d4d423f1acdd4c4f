import { equal, ok } from 'node:assert/strict'
import fc from 'fast-check'
import { accounts, KITTY, type Market } from '../world/index.ts'
import { stories } from './steps.ts'
import { Story } from './story.ts'

const GWEI = 10n ** 9n
const holders = Object.values(accounts)
/** Calls the stories must make and refusals they must meet, so that they prove something. */
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

/** Number and seed of the stories. */
export interface StoriesOptions {
  /** Seed of the stories; the same one repeats them. */
  readonly seed: number
  /** Number of stories. */
  readonly runs: number
  /** Whether an approval of tokens can carry a match, as since 6.2. */
  readonly matchesOnApproval: boolean
}

/**
 * Plays random calls of random accounts, and checks the books after each.
 *
 * @throws with a story after which the books are wrong, or if the stories covered too little.
 */
export async function checkMoney(
  market: Market,
  { seed, runs, matchesOnApproval }: StoriesOptions,
): Promise<void> {
  const seen = new Map<string, number>()
  const property = fc.asyncProperty(stories, (steps) =>
    market.chain.scratch(async () => {
      const story = new Story(market, matchesOnApproval)
      for (const step of steps) {
        await story.run(step)
        await assertRight(market, story)
      }
      for (const [key, count] of story.outcomes) seen.set(key, (seen.get(key) ?? 0) + count)
    }),
  )
  await fc.assert(property, { seed, numRuns: runs, endOnFailure: true })
  for (const deed of [...deeds, ...(matchesOnApproval ? ['deposit and match'] : [])])
    for (const outcome of ['ok', 'refused'])
      ok(seen.get(`${deed} ${outcome}`), `no "${deed}" was ${outcome}`)
}

/**
 * All money is free or locked, locked money is on the hub's account and as much as the deals say,
 * and the hub holds wei or RLC for all of it and for untold transfers.
 */
async function assertRight({ chain, hub }: Market, { books, stray }: Story): Promise<void> {
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
  equal(stakes + locks, total, 'what is free and locked is not all there is')
  equal(hubBalance, locks, 'the hub has not what is locked')
  equal(
    held,
    chain.mode === 'token' ? total + stray : (total + stray) * GWEI,
    'the hub does not hold what it owes',
  )
  for (const [i, holder] of holders.entries())
    equal(
      money[i].locked,
      books.justifiedLock(holder),
      `the lock of ${holder} is not what the deals say`,
    )
}
