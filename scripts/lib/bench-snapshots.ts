import { askControl, type RunningNetwork } from '../../packages/client/src/index.ts'
import { startProcess } from '../../packages/testing/src/start-process.ts'
import { TestNetwork } from '../../packages/testing/src/test-network.ts'
import { type Measure, measure, median, medianOf, timed } from './bench-measure.ts'

const DEALS = 100
const AT_A_TIME = 10
const ROUNDS = 5
const SAVE_BUDGET_MS = 100
const REVERT_BUDGET_MS = 150
const REPLAY_BUDGET_MS = 1000

/** Cost of snapshots in a network of a hundred deals, each with a finished task. */
export async function benchSnapshots(
  image: string,
  say: (line: string) => void,
): Promise<Measure[]> {
  const held = await startProcess({})
  await using network = TestNetwork.open(held)
  const { snapshots } = network
  await snapshots.save('empty')
  say(`running ${DEALS} tasks, to have a network that is worth a snapshot`)
  await fill(network, image)
  const save = await medianOf(ROUNDS, () => snapshots.save('full'))
  say('saving, restoring and importing')
  const byRevert = await medianOf(ROUNDS, () => snapshots.restore('full'))
  const emptied = await timed(() => snapshots.restore('empty'))
  // A revert to an older snapshot removes the newer ones.
  const replays: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    replays.push(await timed(() => snapshots.restore('full')))
    await snapshots.restore('empty')
  }
  return [
    measure(`snapshot save, ${DEALS} deals`, 'ms', save, SAVE_BUDGET_MS),
    measure('snapshot restore, by revert', 'ms', byRevert, REVERT_BUDGET_MS),
    measure(`snapshot restore, by revert over ${DEALS} deals`, 'ms', emptied, REVERT_BUDGET_MS),
    measure('snapshot restore, by replay', 'ms', median(replays), REPLAY_BUDGET_MS),
    measure(
      'snapshot import into another network, with its restore',
      'ms',
      await timeImport(held.network),
      REPLAY_BUDGET_MS,
    ),
  ]
}

async function fill(network: TestNetwork, image: string): Promise<void> {
  const app = await network.app(image, { tee: 'scone' })
  for (let done = 0; done < DEALS; done += AT_A_TIME) {
    const tasks = []
    for (let i = 0; i < AT_A_TIME; i++) tasks.push(await network.match(app))
    for (const { dealId, taskId } of tasks) {
      const { completed, status, cause } = await network.outcome(dealId, taskId)
      if (!completed) throw new Error(`Task ${taskId} is ${status}, not COMPLETED: ${cause}.`)
    }
  }
}

async function timeImport(from: RunningNetwork): Promise<number> {
  const file = await (await askControl(from, 'GET', '/snapshots/full/file')).blob()
  const keys = Buffer.from(
    await (await askControl(from, 'GET', '/snapshots/keys')).text(),
  ).toString('base64')
  await using held = await startProcess({}).then((other) => ({
    ...other,
    [Symbol.asyncDispose]: other.release,
  }))
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const path = `/snapshots/imported-${round}`
    const headers = { 'content-type': 'application/gzip', 'snapshot-keys': keys }
    times.push(
      await timed(async () => {
        await askControl(held.network, 'PUT', `${path}/file`, { headers, body: file.stream() })
        await askControl(held.network, 'POST', `${path}/restore`)
      }),
    )
    // Or the next one would find the same chain, and only revert to it.
    await askControl(held.network, 'POST', '/snapshots/pristine/restore')
  }
  return median(times)
}
