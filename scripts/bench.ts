// Measures what docs/performance.md tells. Nothing is asserted: a busy machine is not a defect.
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { findNetwork } from '../packages/client/src/index.ts'
import { Requester } from '../packages/client/src/requester/index.ts'
import { encodeTag } from '../packages/protocol/src/index.ts'
import { BenchEngine } from './lib/bench-engine.ts'
import { benchFixture } from './lib/bench-fixture.ts'
import { benchMany } from './lib/bench-many.ts'
import { type Measure, measure, median, residentMb, timed } from './lib/bench-measure.ts'
import { benchSnapshots } from './lib/bench-snapshots.ts'
import { table } from './lib/table.ts'
import { TemporaryNetwork } from './lib/temporary-network.ts'

const WARM_UP = 3
const ROUNDS = 10
const UP_BUDGET_MS = 1000
const TASK_BUDGET_MS = 150
const MEMORY_BUDGET_MB = 250

const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
const say = (line: string) => console.error(line)
const measures = await bench()
if (options.json) console.log(JSON.stringify({ measures }))
else print(measures)

async function bench(): Promise<Measure[]> {
  await using engine = await BenchEngine.open()
  return [
    ...(await benchUp(engine)),
    ...(await benchFixture(say)),
    ...(await benchSnapshots(engine.image, say)),
    ...(await benchMany(engine.image, say)),
  ]
}

/** One network as `up` starts it, and its tasks. */
async function benchUp(engine: BenchEngine): Promise<Measure[]> {
  say('starting a network')
  const started = performance.now()
  await using network = await TemporaryNetwork.up()
  const upMs = performance.now() - started
  const { pid, readyMs } = network.sheet
  const freshMb = residentMb(pid)
  say(`timing ${ROUNDS} tasks beside ${ROUNDS} bare containers`)
  const { task, bare } = await timeTasks(engine, network.stateDir)
  const warm = {
    unit: 'ms',
    value: task,
    peer: bare,
    ratio: task / bare,
    budget: bare + TASK_BUDGET_MS,
  } as const
  return [
    measure('up, by its own clock', 'ms', readyMs, UP_BUDGET_MS),
    measure('up, whole command', 'ms', upMs, UP_BUDGET_MS),
    { name: 'warm task, match to result', ...warm },
    measure('resident, just started', 'MB', freshMb, MEMORY_BUDGET_MB),
    measure(
      `resident, idle after ${WARM_UP + ROUNDS} tasks`,
      'MB',
      residentMb(pid),
      MEMORY_BUDGET_MB,
    ),
  ]
}

/**
 * Medians, in milliseconds. Task and container take turns, so that a slow moment of the machine
 * meets both.
 */
async function timeTasks(
  engine: BenchEngine,
  stateDir: string,
): Promise<{ task: number; bare: number }> {
  const requester = new Requester(findNetwork(stateDir), engine.engine)
  const request = { image: engine.image, tag: encodeTag('tee,scone'), secrets: {} }
  const prepared = await requester.prepare(request.image, request.tag)
  await requester.deployApp(prepared)
  const tasks: number[] = []
  const containers: number[] = []
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const task = await timed(() => runTask(requester, request, prepared))
    const bare = await timed(() => engine.runBare(prepared.image))
    if (round < 0) continue
    tasks.push(task)
    containers.push(bare)
  }
  return { task: median(tasks), bare: median(containers) }
}

async function runTask(
  requester: Requester,
  request: Parameters<Requester['match']>[0],
  prepared: Parameters<Requester['match']>[1],
): Promise<void> {
  const { taskId } = await requester.match(request, prepared)
  for await (const _ of requester.follow(taskId)) {
    // every change is waited for; the last one ends the loop
  }
  const task = await requester.onchainTask(taskId)
  if (task?.status !== 'COMPLETED')
    throw new Error(`Task ${taskId} is ${task?.status ?? 'unknown'}, not COMPLETED.`)
}

function print(lines: readonly Measure[]): void {
  const rows = lines.map(({ name, unit, value, peer, ratio, budget }) => [
    ...[name, `${value.toFixed(0)} ${unit}`, peer === null ? '-' : `${peer.toFixed(0)} ${unit}`],
    ratio === null ? '-' : `${ratio.toFixed(2)} of ${peer === null ? 'budget' : 'peer'}`,
    budget === null ? '-' : `${budget.toFixed(0)} ${unit}`,
  ])
  console.log(table([['what', 'value', 'peer', 'ratio', 'budget'], ...rows]))
  const load = loadavg().map((value) => value.toFixed(1))
  console.log(
    `\n${new Date().toISOString().slice(0, 10)}, ${cpus().length} processors, load ${load.join(' ')} at the end`,
  )
  console.log(
    'The peer of a task is the bare engine: create, start, wait for and remove a container of the same image.',
  )
}
