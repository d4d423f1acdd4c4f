import type { TaskId } from '@iexec-sim/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ScenarioNetwork } from './support/scenario-network.ts'

/** Asks the chain until it calls a task failed. */
async function failedOnChain(sim: ScenarioNetwork, taskId: TaskId): Promise<string | undefined> {
  const until = performance.now() + 30_000
  let status: string | undefined
  while (performance.now() < until && status !== 'FAILED') {
    status = (await sim.requester.onchainTask(taskId))?.status
    await new Promise((resolve) => setImmediate(resolve))
  }
  return status
}

describe('a network that fails fast', () => {
  let sim: ScenarioNetwork
  beforeAll(async () => {
    sim = await ScenarioNetwork.start({ fastFail: true })
  })
  afterAll(() => sim[Symbol.asyncDispose]())

  it.each(['', 'tee,scone'])('ends a failing task on chain at once, tag "%s"', async (tag) => {
    const { taskId } = await sim.match({ tag, args: 'exit 3' })
    expect(await failedOnChain(sim, taskId)).toBe('FAILED')
    expect((await sim.outcome(taskId)).task.replicates).not.toEqual([])
  })

  it('waits for the other tasks, which succeed', async () => {
    const [bad, good] = await Promise.all([
      sim.match({ tag: 'tee,scone', args: 'exit 3' }),
      sim.match({ tag: 'tee,scone', args: 'ok' }),
    ])
    expect((await sim.outcome(good.taskId)).onchain).toBe('COMPLETED')
    expect(await failedOnChain(sim, bad.taskId)).toBe('FAILED')
    expect((await sim.run({ args: 'ok' })).onchain).toBe('COMPLETED')
  })
})

describe('any other network', () => {
  it('leaves a failing task to its deadline', async () => {
    await using sim = await ScenarioNetwork.start()
    const outcome = await sim.run({ tag: 'tee,scone', args: 'exit 3' })
    const { now } = await sim.network.time({})
    expect(outcome.onchain).toBe('ACTIVE')
    expect(Date.parse(now)).toBeLessThan(Date.now() + 60_000)
  })
})
