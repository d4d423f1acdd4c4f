// Measures start, one warm task and idle memory. Nothing is asserted: a busy machine is not a defect.
import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { encodeTag } from '../packages/protocol/src/index.ts'
import { findNetwork, Requester } from '../packages/stack/src/index.ts'
import { BenchEngine } from './lib/bench-engine.ts'
import { table } from './lib/table.ts'
import { TemporaryNetwork } from './lib/temporary-network.ts'

const WARM_UP = 3
const ROUNDS = 10
const UP_BUDGET_MS = 1000
const TASK_BUDGET_MS = 150
const MEMORY_BUDGET_MB = 250

/** One line of the report. `ratio` is value by peer, or by budget where nothing is comparable. */
interface Measure {
  name: string
  unit: 'ms' | 'MB'
  value: number
  peer: number | null
  ratio: number
  budget: number
}

const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
const say = (line: string) => console.error(line)
const measures = await bench()
if (options.json) console.log(JSON.stringify({ measures }))
else print(measures)

async function bench(): Promise<Measure[]> {
  await using engine = await BenchEngine.open()
  say('starting a network')
  const started = performance.now()
  await using network = await TemporaryNetwork.up()
  const upMs = performance.now() - started
  const { pid, readyMs } = network.sheet
  const freshMb = residentMb(pid)
  say(`timing ${ROUNDS} tasks beside ${ROUNDS} bare containers`)
  const { task, bare } = await timeTasks(engine, network.stateDir)
  return [
    {
      name: 'up, by its own clock',
      unit: 'ms',
      value: readyMs,
      peer: null,
      ratio: readyMs / UP_BUDGET_MS,
      budget: UP_BUDGET_MS,
    },
    {
      name: 'up, whole command',
      unit: 'ms',
      value: upMs,
      peer: null,
      ratio: upMs / UP_BUDGET_MS,
      budget: UP_BUDGET_MS,
    },
    {
      name: 'warm task, match to result',
      unit: 'ms',
      value: task,
      peer: bare,
      ratio: task / bare,
      budget: bare + TASK_BUDGET_MS,
    },
    memory('resident, just started', freshMb),
    memory(`resident, idle after ${WARM_UP + ROUNDS} tasks`, residentMb(pid)),
  ]
}

/** Medians, in milliseconds. Task and container take turns, so that a slow moment of the machine meets both. */
async function timeTasks(engine: BenchEngine, stateDir: string): Promise<{ task: number; bare: number }> {
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
  if (task?.status !== 'COMPLETED') throw new Error(`Task ${taskId} is ${task?.status ?? 'unknown'}, not COMPLETED.`)
}

async function timed(action: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await action()
  return performance.now() - started
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Resident memory of a process, in MB of 2^20 bytes. */
function residentMb(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024
}

function memory(name: string, value: number): Measure {
  return { name, unit: 'MB', value, peer: null, ratio: value / MEMORY_BUDGET_MB, budget: MEMORY_BUDGET_MB }
}

function print(lines: readonly Measure[]): void {
  const rows = lines.map(({ name, unit, value, peer, ratio, budget }) => [
    ...[name, `${value.toFixed(0)} ${unit}`, peer === null ? '-' : `${peer.toFixed(0)} ${unit}`],
    ...[`${ratio.toFixed(2)} of ${peer === null ? 'budget' : 'peer'}`, `${budget.toFixed(0)} ${unit}`],
  ])
  console.log(table([['what', 'value', 'peer', 'ratio', 'budget'], ...rows]))
  console.log(
    '\nThe peer of a task is the bare engine: create, start, wait for and remove a container of the same image.',
  )
}
