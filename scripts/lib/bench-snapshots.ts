import { askControl, type RunningNetwork } from '../../packages/stack/src/index.ts'
import { startProcess } from '../../packages/testing/src/start-process.ts'
import { TestNetwork } from '../../packages/testing/src/test-network.ts'
import { type Measure, measure, medianOf } from './bench-measure.ts'

const DEALS = 100
const AT_A_TIME = 10
const ROUNDS = 5
const SAVE_BUDGET_MS = 100
const REVERT_BUDGET_MS = 150
const REPLAY_BUDGET_MS = 1000

/** What snapshots cost in a network of a hundred deals, each with a task that ran to its end. */
export async function benchSnapshots(image: string, say: (line: string) => void): Promise<Measure[]> {
  const held = await startProcess({})
  await using network = TestNetwork.open(held)
  const { snapshots } = network
  await snapshots.save('empty')
  say(`running ${DEALS} tasks, to have a network that is worth a snapshot`)
  await fill(network, image)
  const save = await medianOf(ROUNDS, () => snapshots.save('full'))
  say('saving, restoring and importing')
  const byRevert = await medianOf(ROUNDS, () => snapshots.restore('full'))
  const emptied = await medianOf(1, () => snapshots.restore('empty'))
  // Whoever went back further has nothing left to revert to.
  const replays: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    replays.push(await medianOf(1, () => snapshots.restore('full')))
    await snapshots.restore('empty')
  }
  return [
    measure(`snapshot save, ${DEALS} deals`, 'ms', save, SAVE_BUDGET_MS),
    measure('snapshot restore, by revert', 'ms', byRevert, REVERT_BUDGET_MS),
    measure(`snapshot restore, by revert over ${DEALS} deals`, 'ms', emptied, REVERT_BUDGET_MS),
    measure('snapshot restore, by replay', 'ms', replays.sort((a, b) => a - b)[ROUNDS >> 1]!, REPLAY_BUDGET_MS),
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
  const keys = Buffer.from(await (await askControl(from, 'GET', '/snapshots/keys')).text()).toString('base64')
  await using held = await startProcess({}).then((other) => ({ ...other, [Symbol.asyncDispose]: other.release }))
  let round = 0
  // Awaited here: the network ends with this block.
  return await medianOf(ROUNDS, async () => {
    const name = `imported-${round++}`
    const headers = { 'content-type': 'application/gzip', 'snapshot-keys': keys }
    await askControl(held.network, 'PUT', `/snapshots/${name}/file`, { headers, body: file.stream() })
    await askControl(held.network, 'POST', `/snapshots/${name}/restore`)
  })
}
