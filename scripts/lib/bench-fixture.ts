import {
  createNetwork,
  NetworkPool,
  POOL_VARIABLE,
  type TestNetwork,
} from '../../packages/testing/src/index.ts'
import { type Measure, measure, median, medianOf, timed } from './bench-measure.ts'

const ROUNDS = 5
const POOL = 3
const POOL_BUDGET_MS = 300

/** Time a test file waits for. */
export async function benchFixture(say: (line: string) => void): Promise<Measure[]> {
  say('timing networks for tests')
  const cold = await medianOf(POOL, async () => (await createNetwork())[Symbol.asyncDispose]())
  const started: number[] = []
  const fresh: TestNetwork[] = []
  for (let i = 0; i < POOL; i++)
    started.push(await timed(async () => fresh.push(await createNetwork())))
  await Promise.all(fresh.map((network) => network.close()))

  await using pool = await NetworkPool.start(POOL)
  process.env[POOL_VARIABLE] = pool.url
  const taken: TestNetwork[] = []
  const warm: number[] = []
  for (let i = 0; i < POOL; i++)
    warm.push(await timed(async () => taken.push(await createNetwork())))
  delete process.env[POOL_VARIABLE]
  const [network] = taken
  const library = await timed(async () => network!.wallets[0].iexec)
  await network!.snapshots.save('before')
  const undo = await medianOf(ROUNDS, async () => {
    await network!.pushSecret('name', 'value', { tee: 'scone' })
    await network!.snapshots.restore('before')
  })
  await Promise.all(taken.map((each) => each.close()))
  return [
    measure('network for tests, from nothing', 'ms', median(started)),
    measure('network for tests, from nothing, and its end', 'ms', cold),
    measure('network for tests, from a warm pool', 'ms', median(warm), POOL_BUDGET_MS),
    measure('first use of the official library (it is loaded)', 'ms', library),
    measure('a secret pushed, and undone after its test', 'ms', undo),
  ]
}
