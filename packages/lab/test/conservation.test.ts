import { bakedProtocols } from '@iexec-sim/contracts/sources'
import type { Bytes32, DealId, TaskId } from '@iexec-sim/protocol'
import { taskIdOf } from '@iexec-sim/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { modes } from '../src/record.ts'
import { accounts, type Role } from '../src/world/accounts.ts'
import { digestOf, KITTY, Market } from '../src/world/market.ts'

const workers = ['worker1', 'worker2', 'worker3'] as const
const holders = Object.values(accounts)
const GWEI = 10n ** 9n

type Step =
  | { do: 'match'; volume: number; trust: number; price: number; dataset: boolean; sponsored: boolean; funding: number }
  | { do: 'contribute' | 'reveal' | 'completeAtOnce'; task: number; worker: number; result: number }
  | { do: 'initialize' | 'finalize' | 'reopen' | 'claim'; task: number }
  | { do: 'wait'; seconds: number }
  | { do: 'deposit' | 'withdraw' | 'transfer'; amount: number; who: number }

const pick = fc.constantFrom
const task = pick(0, 0, 0, 1, 1, 2, 5)
const match = fc.record({
  do: pick('match' as const),
  volume: fc.integer({ min: 0, max: 3 }),
  trust: fc.integer({ min: 0, max: 4 }),
  price: fc.integer({ min: 0, max: 60 }),
  dataset: fc.boolean(),
  sponsored: fc.boolean(),
  /** What the requester deposits along with the match, where it can. */
  funding: pick(0, 0, 90),
})
const deeds: fc.Arbitrary<Step> = fc.record({
  do: pick('contribute' as const, 'reveal' as const, 'completeAtOnce' as const),
  task,
  worker: fc.nat(2),
  result: pick(0, 0, 0, 1),
})
const turns = fc.record({
  do: pick('initialize' as const, 'finalize' as const, 'reopen' as const, 'claim' as const),
  task,
})
const payments = fc.record({
  do: pick('deposit' as const, 'withdraw' as const, 'transfer' as const),
  amount: fc.integer({ min: 0, max: 1500 }),
  who: fc.nat(5),
})
const wait = fc.record({ do: pick('wait' as const), seconds: pick(60, 600, 3000) })
const noise: fc.Arbitrary<Step> = fc.oneof(match, deeds, turns, payments, wait)

const byWorker = (what: 'contribute' | 'reveal' | 'completeAtOnce', worker: number): Step => ({
  do: what,
  task: 0,
  worker,
  result: 0,
})
const turn = (what: 'initialize' | 'finalize' | 'reopen' | 'claim'): Step => ({ do: what, task: 0 })
const votes = [0, 1, 2].map((worker) => byWorker('contribute', worker))
const reveals = [0, 1, 2].map((worker) => byWorker('reveal', worker))

/** What may become of the latest task when nobody interferes. */
const courses: Step[][] = [
  [turn('initialize'), byWorker('completeAtOnce', 0)],
  [turn('initialize'), ...votes, ...reveals, turn('finalize')],
  [
    turn('initialize'),
    byWorker('contribute', 0),
    { do: 'wait', seconds: 600 },
    turn('reopen'),
    ...votes,
    ...reveals,
    turn('finalize'),
  ],
  [turn('initialize'), ...votes, { do: 'wait', seconds: 3000 }, turn('claim')],
]

/** A deal and its course, with steps left out and others in between. */
const episode = fc
  .tuple(match, pick(...courses), fc.infiniteStream(fc.tuple(fc.nat(9), noise)))
  .map(([first, course, chance]): Step[] => [
    first,
    ...course.flatMap((s) => {
      const [luck, other] = chance.next().value
      return luck === 0 ? [] : luck === 1 ? [other, s] : [s]
    }),
  ])
const steps = fc
  .array(
    fc.oneof(
      episode,
      episode,
      noise.map((s) => [s]),
    ),
    { minLength: 4, maxLength: 8 },
  )
  .map((parts) => parts.flat())

/** Carries out steps, right and wrong ones; keeps the tasks it made by number. */
class Story {
  readonly tasks: { deal: DealId; index: number; task: TaskId }[] = []
  readonly outcomes = new Map<string, number>()
  readonly #market: Market

  /** Only ours match what comes with an approval. */
  readonly #matchesOnApproval: boolean

  constructor(market: Market, matchesOnApproval: boolean) {
    this.#market = market
    this.#matchesOnApproval = matchesOnApproval
  }

  async run(s: Step): Promise<void> {
    const outcome = await this.#do(s)
    const funded = s.do === 'match' && this.#funded(s)
    const key = `${funded ? 'deposit and match' : s.do} ${outcome === 'ok' ? 'ok' : 'refused'}`
    this.outcomes.set(key, (this.outcomes.get(key) ?? 0) + 1)
  }

  async #do(s: Step): Promise<string> {
    const market = this.#market
    const call = (by: Role, fn: string, args: unknown[], value = 0n) =>
      market.chain.refusal(accounts[by], market.hub, fn, args, value)
    if (s.do === 'match') return this.#match(s)
    if (s.do === 'wait') {
      await market.chain.rpc('evm_increaseTime', s.seconds)
      return 'ok'
    }
    if ('amount' in s) {
      const who = (['requester', 'sponsor', 'poolOwner', ...workers] as const)[s.who]!
      if (s.do === 'deposit') return this.#deposit(who, s.amount)
      return s.do === 'withdraw'
        ? call(who, 'withdraw', [s.amount])
        : call(who, 'transfer', [accounts.appOwner, s.amount])
    }
    const target = this.tasks[this.tasks.length - 1 - s.task]
    if (!target) return 'nothing'
    if (!('worker' in s)) {
      if (s.do === 'initialize') return call('stranger', 'initialize', [target.deal, target.index])
      if (s.do === 'claim') return call('stranger', 'claim', [target.task])
      if (s.do === 'reopen') return call('poolOwner', 'reopen', [target.task])
      return call('poolOwner', 'finalize', [target.task, '0x', '0x'])
    }
    const worker = workers[s.worker]!
    const digest: Bytes32 = digestOf(`result ${s.result}`)
    if (s.do === 'reveal') return call(worker, 'reveal', [target.task, digest])
    if (s.do === 'contribute') return call(worker, 'contribute', await market.contribution(worker, target.task, digest))
    return call(worker, 'contributeAndFinalize', await market.completion(worker, target.task, '0x'))
  }

  #funded({ funding }: { funding: number }): boolean {
    return funding > 0 && this.#matchesOnApproval
  }

  #deposit(who: Role, amount: number): Promise<string> {
    const { chain, hub } = this.#market
    if (chain.mode === 'token') return this.#approveAndCall(who, amount, '0x')
    return chain.refusal(accounts[who], hub, 'deposit', [], BigInt(amount) * GWEI + BigInt(amount)) // some odd wei
  }

  #approveAndCall(who: Role, amount: number, data: string): Promise<string> {
    const { chain, hub } = this.#market
    return chain.refusal(accounts[who], chain.rlc, 'approveAndCall', [hub.address, amount, data])
  }

  async #match(s: Extract<Step, { do: 'match' }>): Promise<string> {
    const { volume, trust, price, dataset, sponsored, funding } = s
    const market = this.#market
    const workerpoolprice = BigInt(price)
    const orders = await market.signed({
      workerpool: { workerpoolprice },
      request: { workerpoolmaxprice: workerpoolprice, volume: BigInt(volume), trust: BigInt(trust) },
      ...(dataset ? {} : { dataset: null }),
    })
    const fn = sponsored ? 'sponsorMatchOrders' : 'matchOrders'
    const args = [orders.app, orders.dataset, orders.workerpool, orders.request]
    const outcome = this.#funded(s)
      ? await this.#approveAndCall('requester', funding, market.hub.abi.encodeFunctionData(fn, args))
      : await market.chain.refusal(sponsored ? accounts.sponsor : accounts.stranger, market.hub, fn, args)
    const deal = market.dealId(orders)
    if (outcome === 'ok') {
      for (let index = 0; index < volume; ++index) this.tasks.push({ deal, index, task: taskIdOf(deal, index) })
    }
    return outcome
  }
}

const worlds = bakedProtocols.flatMap((source) => modes.map((mode) => ({ source, mode })))

test.each(worlds)(
  'no sequence of calls makes or loses money on $source with a $mode escrow',
  async ({ source, mode }) => {
    const seen = new Map<string, number>()
    await using market = await Market.open({ source, mode })
    await fc.assert(
      fc.asyncProperty(steps, (chosen) =>
        market.chain.scratch(async () => {
          const story = new Story(market, source === 'builtin' && mode === 'token')
          for (const s of chosen) {
            await story.run(s)
            await expectConserved(market)
          }
          for (const [key, count] of story.outcomes) seen.set(key, (seen.get(key) ?? 0) + count)
        }),
      ),
      { seed: 134, numRuns: source === 'builtin' ? 25 : 8 },
    )
    // The sequences are worth nothing if they never get anywhere.
    for (const deed of [
      'match',
      'initialize',
      'contribute',
      'reveal',
      'completeAtOnce',
      'finalize',
      'reopen',
      'claim',
      'withdraw',
      ...(source === 'builtin' && mode === 'token' ? ['deposit and match'] : []),
    ]) {
      expect(seen.get(`${deed} ok`), deed).toBeGreaterThan(0)
      expect(seen.get(`${deed} refused`), deed).toBeGreaterThan(0)
    }
  },
)

/** All money is free or locked, what is locked is on the hub's account, and the hub holds wei or RLC for all of it. */
async function expectConserved({ chain, hub }: Market): Promise<void> {
  const accountsOf = [...holders, KITTY].map((holder) => chain.read(hub, 'viewAccount', holder))
  const [total, hubBalance, held, ...money] = await Promise.all([
    chain.read(hub, 'totalSupply'),
    chain.read(hub, 'balanceOf', hub.address),
    chain.mode === 'token'
      ? chain.read(chain.rlc, 'balanceOf', hub.address)
      : chain.rpc<string>('eth_getBalance', hub.address, 'latest').then(BigInt),
    ...accountsOf,
  ])
  const stakes = money.reduce((sum: bigint, { stake }) => sum + stake, 0n)
  const locks = money.reduce((sum: bigint, { locked }) => sum + locked, 0n)
  expect(stakes + locks).toBe(total)
  expect(hubBalance).toBe(locks)
  expect(held).toBe(chain.mode === 'token' ? total : total * GWEI)
}
