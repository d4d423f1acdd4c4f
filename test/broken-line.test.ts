import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ScenarioNetwork } from './support/scenario-network.ts'

/** Connections over which workers are told of work. */
const lines = new Set<Socket>()
const collect = (message: unknown) => {
  const { request, socket } = message as { request: IncomingMessage; socket: Socket }
  if (request.url === '/workers/notifications') lines.add(socket)
}
beforeEach(() => {
  lines.clear()
  subscribe('http.server.request.start', collect)
})
afterEach(() => unsubscribe('http.server.request.start', collect))

it.each(['', 'tee,scone'])(
  'a worker whose line to the scheduler breaks in mid-task is given the task again and completes it, tag "%s"',
  async (tag) => {
    await using sim = await ScenarioNetwork.start({ workers: 1 })
    const { taskId } = await sim.match({ tag, args: 'files 800 30000' })
    await sim.reaches(taskId, 'COMPUTING')
    for (const line of lines) line.destroy()
    const { onchain, task } = await sim.outcome(taskId)
    const statuses = task.replicates[0]?.updates.map(({ status }) => status)
    expect(statuses).toEqual(expect.arrayContaining(['WORKER_LOST', 'RECOVERING', 'COMPUTED']))
    expect(onchain).toBe('COMPLETED')
  },
)
