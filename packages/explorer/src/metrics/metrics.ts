import { isFinalTaskStatus, type TaskId } from '@iexec-sim/protocol'
import type { Task } from '@iexec-sim/workerpool/client'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { ExplorerSources } from '../sources.ts'

/** Upper ends of the histogram of tasks, in seconds. */
const BUCKETS = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512]

/** What a network is and does, in Prometheus' terms. All of it is read when it is asked for. */
export function metricsOf(sources: ExplorerSources): Registry {
  const register = new Registry()
  register.setDefaultLabels({ profile: sources.profile.name })
  collectDefaultMetrics({ register, prefix: 'iexec_sim_' })
  network(sources, register)
  tasks(sources, register)
  workers(sources, register)
  trouble(sources, register)
  return register
}

/** A figure without labels. */
function figure(
  register: Registry,
  name: string,
  help: string,
  read: () => number | Promise<number>,
): void {
  new Gauge({
    name: `iexec_sim_${name}`,
    help,
    registers: [register],
    async collect() {
      this.set(await read())
    },
  })
}

function network({ hub, clock, version, startedAt, profile }: ExplorerSources, register: Registry) {
  new Gauge({
    name: 'iexec_sim_info',
    help: 'Version of the simulator and id of the chain; always 1.',
    labelNames: ['version', 'chain_id'],
    registers: [register],
  }).set({ version, chain_id: profile.chainId }, 1)
  figure(register, 'block_number', 'Latest block of the chain.', () => hub.blockNumber())
  figure(
    register,
    'uptime_seconds',
    'Time since the network started, by the machine.',
    () => (Date.now() - startedAt) / 1000,
  )
  figure(
    register,
    'clock_timestamp_seconds',
    "The network's own time, since 1970.",
    () => clock.now() / 1000,
  )
}

function tasks({ tasks }: ExplorerSources, register: Registry) {
  const labelNames = ['status', 'framework'] as const
  new Gauge({
    name: 'iexec_sim_tasks',
    help: 'Tasks of the debug pool by their status now; framework is none for standard ones.',
    labelNames,
    registers: [register],
    collect() {
      this.reset()
      for (const task of tasks.all()) this.inc(labelsOf(task))
    },
  })
  const counted = new Set<TaskId>()
  new Histogram({
    name: 'iexec_sim_task_duration_seconds',
    help: "From a task's deal to its end, by the network's clock.",
    labelNames,
    buckets: BUCKETS,
    registers: [register],
    collect() {
      // A task that a restore has dropped may come again.
      for (const taskId of counted) if (!tasks.get(taskId)) counted.delete(taskId)
      for (const task of tasks.all()) {
        if (counted.has(task.taskId) || !isFinalTaskStatus(labelsOf(task).status)) continue
        counted.add(task.taskId)
        this.observe(labelsOf(task), secondsOf(task))
      }
    },
  })
}

const labelsOf = ({ statuses, framework = undefined }: Task) => ({
  status: statuses.at(-1)!.status,
  framework: framework ?? 'none',
})
const secondsOf = ({ statuses }: Task): number =>
  (Date.parse(statuses.at(-1)!.date) - Date.parse(statuses[0]!.date)) / 1000

function workers({ workers, tasks }: ExplorerSources, register: Registry) {
  figure(register, 'workers', 'Workers of the debug pool.', () => workers.length)
  figure(
    register,
    'workers_alive',
    'Workers that listen to the scheduler now.',
    () => tasks.workersAlive().length,
  )
}

function trouble(sources: ExplorerSources, register: Registry) {
  const { faults, misbehaviours } = sources
  figure(register, 'faults', 'Faults in force, made on purpose.', () => faults.list().length)
  figure(
    register,
    'misbehaviours',
    'Workers and schedulers that misbehave on purpose.',
    () => misbehaviours.list().length,
  )
  figure(
    register,
    'unexpected_errors',
    'Requests of all services that ended in an unexpected exception, since the start.',
    () => sources.unexpected(),
  )
}
