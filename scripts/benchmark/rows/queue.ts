import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from '../client.ts'
import { finalizedTasks } from '../doubles.ts'
import { atLeastTimes, figure } from '../figure.ts'
import { BenchNetwork } from '../network.ts'
import type { BareContainers } from '../peers/bare-containers.ts'
import { inTurns, timed } from '../rounds.ts'
import type { Row } from '../row.ts'

const TASKS = 200
const QUICK_TASKS = 12
const LEAST_SHARE = 0.95
const LOOK_MS = 50
/** Time limit for all tasks of a round, in ms. */
const PATIENCE_MS = 600_000

/** Queued tasks at several workers, beside as many bare containers at the same concurrency. */
export const queue: Row = {
  name: 'queue',
  about: '200 queued tasks at 2 and 4 workers, standard and scone',
  isShort: false,
  measure: async (bench) => {
    const containers = await bench.containers()
    const tasks = bench.rounds(TASKS, QUICK_TASKS)
    const figures = []
    for (const workers of [2, 4]) {
      await using network = await BenchNetwork.up(bench.program, {
        args: ['--workers', String(workers)],
      })
      for (const kind of ['standard', 'scone'] as const) {
        bench.say(`running ${tasks} ${kind} tasks at ${workers} workers, and as many containers`)
        const { engine, image } = containers
        const client = await Client.prepare(network.running, engine, image, kind)
        await client.run()
        const pairs = await inTurns(
          1,
          () => tasksPerSecond(client, tasks),
          () => containersPerSecond(containers, client.image, tasks, workers),
        )
        figures.push(
          figure(`${tasks} queued tasks, ${kind}, ${workers} workers`, 'tasks/s', pairs, {
            peer: `bare containers, ${workers} at a time`,
            budgets: [atLeastTimes(LEAST_SHARE)],
          }),
        )
      }
    }
    return figures
  },
}

/** Matches deals that are signed already, and waits until all their tasks are finalized. */
async function tasksPerSecond(client: Client, count: number): Promise<number> {
  const { hub } = client.requester
  const runs = await client.order(count)
  const fromBlock = (await hub.blockNumber()) + 1
  const ms = await timed(async () => {
    for (const run of runs) await client.requester.matchOrders(run)
    for (const until = performance.now() + PATIENCE_MS; ; await sleep(LOOK_MS)) {
      const done = await finalizedTasks(hub.rpc, fromBlock)
      if (done >= count) return
      if (performance.now() > until) throw new Error(`${done} of ${count} tasks were finalized.`)
    }
  })
  return count / (ms / 1000)
}

async function containersPerSecond(
  containers: BareContainers,
  image: string,
  count: number,
  atATime: number,
): Promise<number> {
  let left = count
  const ms = await timed(() =>
    Promise.all(
      Array.from({ length: atATime }, async () => {
        while (left-- > 0) await containers.run(image)
      }),
    ),
  )
  return count / (ms / 1000)
}
