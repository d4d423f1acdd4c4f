import fc from 'fast-check'

/** Workers of the stories. */
export const workers = ['worker1', 'worker2', 'worker3'] as const

/** A call that a story tries. Tasks are counted from the latest back. */
export type Step =
  | {
      do: 'match'
      volume: number
      trust: number
      price: number
      dataset: boolean
      sponsored: boolean
      funding: number
    }
  | { do: 'contribute' | 'reveal' | 'completeAtOnce'; task: number; worker: number; result: number }
  | { do: 'initialize' | 'finalize' | 'reopen' | 'claim'; task: number }
  | { do: 'wait'; seconds: number }
  | { do: 'deposit' | 'withdraw' | 'transfer'; amount: number; who: number }
  /** A transfer to the hub outside a deposit. */
  | { do: 'direct'; amount: number }
  | { do: 'recover'; by: 'owner' | 'stranger' }

const pick = fc.constantFrom
const task = pick(0, 0, 0, 1, 1, 2, 5)
const match = fc.record({
  do: pick('match' as const),
  volume: fc.integer({ min: 0, max: 3 }),
  trust: fc.integer({ min: 0, max: 4 }),
  price: fc.integer({ min: 0, max: 60 }),
  dataset: fc.boolean(),
  sponsored: fc.boolean(),
  /** Amount the requester deposits along with the match, where the protocol allows it. */
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
const strays = fc.record({ do: pick('direct' as const), amount: fc.integer({ min: 1, max: 500 }) })
const recovery = fc.record({
  do: pick('recover' as const),
  by: pick('owner' as const, 'owner' as const, 'stranger' as const),
})
const wait = fc.record({ do: pick('wait' as const), seconds: pick(60, 600, 3000) })
const noise: fc.Arbitrary<Step> = fc.oneof(match, deeds, turns, payments, strays, recovery, wait)

const byWorker = (what: 'contribute' | 'reveal' | 'completeAtOnce', worker: number): Step => ({
  do: what,
  task: 0,
  worker,
  result: 0,
})
const turn = (what: 'initialize' | 'finalize' | 'reopen' | 'claim'): Step => ({ do: what, task: 0 })
const votes = [0, 1, 2].map((worker) => byWorker('contribute', worker))
const reveals = [0, 1, 2].map((worker) => byWorker('reveal', worker))

/** Courses of the latest task without interference. */
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

/** A deal and its course, with steps omitted and others inserted. */
const episode = fc
  .tuple(match, pick(...courses), fc.infiniteStream(fc.tuple(fc.nat(9), noise)))
  .map(([first, course, chance]): Step[] => [
    first,
    ...course.flatMap((s) => {
      const [luck, other] = chance.next().value
      return luck === 0 ? [] : luck === 1 ? [other, s] : [s]
    }),
  ])
/** A story: episodes of deals, and steps between them. */
export const stories: fc.Arbitrary<Step[]> = fc
  .array(
    fc.oneof(
      episode,
      episode,
      noise.map((s) => [s]),
    ),
    { minLength: 4, maxLength: 8 },
  )
  .map((parts) => parts.flat())
