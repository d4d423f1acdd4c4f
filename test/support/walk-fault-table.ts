import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FAULT_TABLE, type FaultRow, serviceRoutes, type WorkerStage } from '@iexec-sim/faults'
import type { Profile, ReplicateStatus, TaskId, TeeFramework } from '@iexec-sim/protocol'
import type { TaskDetails } from '@iexec-sim/workerpool/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BagKind, kindOf, openBag } from './fault-bags.ts'
import { ScenarioNetwork } from './scenario-network.ts'

/** With which status a replicate ends that fails at a stage. */
const STATUS: Partial<Record<WorkerStage, ReplicateStatus>> = {
  start: 'START_FAILED',
  'download-app': 'APP_DOWNLOAD_FAILED',
  'download-data': 'DATA_DOWNLOAD_FAILED',
  'contribute-and-finalize': 'CONTRIBUTE_AND_FINALIZE_FAILED',
  reveal: 'REVEAL_FAILED',
  upload: 'RESULT_UPLOAD_FAILED',
}
/** Causes without a failed stage: the worker gives the task up. */
const ABORTS = ['TASK_DESCRIPTION_NOT_FOUND', 'CONSENSUS_REACHED']
const KINDS: readonly BagKind[] = ['standard', 'plain', 'with data']

/** Makes every cause of the table occur in a network of its own, each in a task of its own. */
export function walkFaultTable(profile: Profile, tee: TeeFramework): void {
  const { generation } = profile
  const rows = FAULT_TABLE.filter(
    (row) =>
      (row.generation ?? generation) === generation &&
      !(tee === 'tdx' && row.needs.includes('enclave')),
  )
  const byKind = KINDS.map((kind) => [kind, rows.filter((row) => kindOf(row) === kind)] as const)
  const taskOf = new Map<FaultRow, TaskId>()
  let sim: ScenarioNetwork

  beforeAll(async () => {
    const ports = Object.fromEntries(Object.keys(profile.ports).map((name) => [name, 0]))
    sim = await ScenarioNetwork.start({ profile, ports, workers: 1 })
    for (const [kind, some] of byKind) {
      const bag = await openBag(sim, kind, tee, some.length)
      for (const [i, row] of some.entries()) {
        taskOf.set(row, bag.tasks[i]!)
        sim.network.faults.add({
          on: 'stage',
          cause: row.cause,
          stage: row.stages[0]!,
          task: bag.tasks[i]!,
          times: 1,
        })
      }
      await bag.match()
    }
  })
  afterAll(() => sim?.[Symbol.asyncDispose]())

  for (const [kind, some] of byKind)
    describe(`in a ${kind} task`, () => {
      it.each(some.map((row) => [row.cause, row.stages[0]!, row] as const))(
        '%s occurs at %s',
        async (_, at, row) => {
          const cause = row.shows ?? row.cause
          const status = ABORTS.includes(cause) ? 'ABORTED' : (STATUS[at] ?? 'COMPUTE_FAILED')
          expect(await ending(taskOf.get(row)!, status, cause)).toEqual({ status, cause })
        },
      )
    })

  it('all of them have struck once and are gone', () => {
    expect(sim.network.faults.list()).toEqual([])
  })

  it('every route is known before the doors are open', () => {
    const { routes } = sim.network.faults
    expect(routes.size).toBeGreaterThan(8)
    for (const [service, own] of routes)
      expect(serviceRoutes(service, generation).sort()).toEqual(own)
  })

  /** Failure of a task's replicate. A report that the scheduler refuses is in its log alone. */
  async function ending(task: TaskId, status: ReplicateStatus, cause: string) {
    let seen: TaskDetails | undefined
    for await (const details of sim.requester.follow(task)) {
      seen = details
      const updates = details.replicates[0]?.updates ?? []
      const update = updates.find((one) => one.status === status || one.cause !== undefined)
      if (update) return { status: update.status, cause: update.cause }
      if (updates.some((one) => one.status === 'ABORTED')) break
    }
    const log = readFileSync(join(sim.dir, 'logs', 'network.log'), 'utf8')
    const refused = log
      .split('\n')
      .find((line) => line.includes('report refused') && line.includes(task))
    if (refused) return { status, cause: (JSON.parse(refused) as { cause: string }).cause }
    throw new Error(`the task of ${cause} ended as ${JSON.stringify(seen?.replicates[0]?.updates)}`)
  }
}
