import { existsSync, readdirSync, watch } from 'node:fs'
import { join } from 'node:path'
import type { TaskId } from '@iexec-sim/protocol'
import { describe, expect, it } from 'vitest'
import { idOf, leftovers } from './support/leftovers.ts'
import { ScenarioNetwork, statusesOf } from './support/scenario-network.ts'

/** A result that takes seconds to copy and to zip: many files that do not compress. */
const MANY = 'files 800 30000'
const MOMENTS = ['copied', 'zipped'] as const
type Moment = (typeof MOMENTS)[number]

const outputOf = (sim: ScenarioNetwork, taskId: TaskId) =>
  join(sim.dir, 'worker-1', taskId, 'output')

/** Resolves when a folder holds an entry of a name. */
function appears(folder: string, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (!existsSync(join(folder, name))) return
      watcher.close()
      resolve()
    }
    const watcher = watch(folder, look).on('error', reject)
    look()
  })
}

/** Has a task run and resolves in the midst of what becomes of its output. */
async function inTheMidst(sim: ScenarioNetwork, tag: string, moment: Moment): Promise<TaskId> {
  const { taskId } = await sim.match({ tag, args: MANY })
  await sim.reaches(taskId, 'COMPUTING')
  const output = outputOf(sim, taskId)
  await (moment === 'copied'
    ? appears(join(output, 'iexec_out'), 'f0')
    : appears(output, 'iexec_out.zip'))
  return taskId
}

/** Whether the doors answer and the one worker completes the next task. */
async function expectWell(sim: ScenarioNetwork, tag: string): Promise<void> {
  expect((await sim.run({ tag, args: 'ok' })).onchain).toBe('COMPLETED')
}

describe.each(['', 'tee,scone'])('a task of tag "%s"', (tag) => {
  it.each(MOMENTS)(
    'whose time is over while its result is %s fails, and no other',
    async (moment) => {
      await using sim = await ScenarioNetwork.start({ workers: 1 })
      const taskId = await inTheMidst(sim, tag, moment)
      // Beyond the time to contribute, and not yet the end of the task.
      await sim.network.time({ advanceMs: 2_400_000 })
      const outcome = await sim.outcome(taskId)
      expect(statusesOf(outcome).slice(-2)).toEqual(['CONTRIBUTION_TIMEOUT', 'FAILED'])
      await expectWell(sim, tag)
    },
  )

  it.each(MOMENTS)('is gone after a restore while its result is %s', async (moment) => {
    await using sim = await ScenarioNetwork.start({ workers: 1 })
    await sim.network.snapshots.save('quiet')
    const taskId = await inTheMidst(sim, tag, moment)
    await sim.network.snapshots.restore('quiet')
    expect(await sim.requester.onchainTask(taskId)).toBeUndefined()
    expect(readdirSync(join(sim.dir, 'worker-1'))).toEqual([])
    await expectWell(sim, tag)
  })

  it.each(MOMENTS)('keeps no network from stopping while its result is %s', async (moment) => {
    await using sim = await ScenarioNetwork.start({ workers: 1 })
    await inTheMidst(sim, tag, moment)
    await sim.network.close()
    expect(readdirSync(join(sim.dir, 'worker-1'))).toEqual([])
    expect(await leftovers(idOf(sim.dir))).toEqual([])
  })
})
