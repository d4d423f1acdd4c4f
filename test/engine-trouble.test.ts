import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Docker from 'dockerode'
import { afterEach, describe, expect, it } from 'vitest'
import { SocketProxy } from '../packages/docker/test/socket-proxy.ts'
import { causeOf, reasonOf, ScenarioNetwork, statusesOf } from './support/scenario-network.ts'

const open: { proxy: SocketProxy; sim: ScenarioNetwork }[] = []
afterEach(async () => {
  for (const { proxy, sim } of open.splice(0)) {
    await sim[Symbol.asyncDispose]()
    proxy.close()
  }
})

/** A network that reaches the machine's engine through a socket that can misbehave. */
async function behindProxy() {
  const proxy = await SocketProxy.open()
  const sim = await ScenarioNetwork.start({ docker: { socketPath: proxy.socketPath } })
  open.push({ proxy, sim })
  expect(statusesOf(await sim.run()).at(-1)).toBe('COMPLETED')
  return { proxy, sim }
}

describe('an engine', () => {
  it('that hangs up in mid-task fails the replicate with the reason, and the network goes on', async () => {
    const { proxy, sim } = await behindProxy()
    // A task of a few seconds: the second worker, which is given it next, runs it to the end of its
    // time.
    const started = appStarts(sim)
    const { taskId } = await sim.match({ args: 'sleep', short: true })
    await started
    proxy.hangUp()
    const outcome = await sim.outcome(taskId)
    expect(causeOf(outcome)).toBe('APP_COMPUTE_FAILED')
    expect(outcome.task.replicates[0]?.exitCode).toBe(-1)
    expect(reasonOf(outcome)).toMatch(/engine/i)
    expect(statusesOf(await sim.run()).at(-1)).toBe('COMPLETED')
  })

  it('that has no space left fails the replicate with the message of the engine', async () => {
    const { proxy, sim } = await behindProxy()
    proxy.refuse(/POST \S*\/containers\/create/, 'write /var/lib/docker: no space left on device')
    const outcome = await sim.run()
    expect(causeOf(outcome)).toBe('APP_COMPUTE_FAILED')
    expect(reasonOf(outcome)).toMatch(/space/i)
  })
})

/** Resolves when a task container of the network starts. */
async function appStarts(sim: ScenarioNetwork): Promise<void> {
  const { id } = JSON.parse(readFileSync(join(sim.dir, 'identity.json'), 'utf8')) as { id: string }
  const label = [`io.iexec-sim.network=${id}`, 'io.iexec-sim.role=task']
  const events = (await new Docker().getEvents({
    filters: { label, event: ['start'] },
  })) as NodeJS.ReadableStream & {
    destroy(): void
  }
  await new Promise((resolve) => events.once('data', resolve))
  events.destroy()
}
