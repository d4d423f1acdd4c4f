import { askControl } from '@iexec-sim/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ScenarioNetwork } from '../support/scenario-network.ts'
import { Feed } from './support/feed.ts'

let sim: ScenarioNetwork
let feed: Feed
beforeAll(async () => {
  sim = await ScenarioNetwork.start()
  feed = await Feed.open(sim.network.sheet.explorer)
})
afterAll(async () => {
  feed.close()
  await sim[Symbol.asyncDispose]()
})

const control = (method: 'POST' | 'DELETE', path: string, body?: object) => {
  const { sheet, controlToken, dir } = sim.network
  return askControl({ sheet, controlToken, stateDir: dir }, method, path, { ...(body && { body }) })
}

describe('the feed tells of changes that are made over the control door:', () => {
  it.each([
    ['clock', 'POST', '/time', { freeze: true }],
    ['clock', 'POST', '/time', { freeze: false }],
    ['faults', 'POST', '/faults', { on: 'chain', does: { delayMs: 1 } }],
    ['faults', 'DELETE', '/faults', undefined],
    ['misbehaviours', 'POST', '/misbehaviours', { actor: 'worker-1', does: 'wrong-digest' }],
    ['misbehaviours', 'DELETE', '/misbehaviours', undefined],
    ['snapshots', 'POST', '/snapshots', { name: 'fed' }],
    ['task', 'POST', '/snapshots/fed/restore', {}],
    ['snapshots', 'DELETE', '/snapshots/fed', undefined],
  ] as const)('%s, by %s %s', async (topic, method, path, body) => {
    const told = feed.next(topic)
    await control(method, path, body)
    expect(await told).toMatchObject({ topic })
  })
})

it('the feed tells of a task, its timeline, its output, its secrets and its workers', async () => {
  const ofTask = ['task', 'timeline', 'logs'] as const
  const told = Promise.all(ofTask.map((topic) => feed.next(topic)))
  const others = Promise.all([feed.next('secrets'), feed.next('workers')])
  const { taskId } = await sim.run({ args: 'echo fed', secrets: { 1: 'absent' } })
  expect(await told).toEqual(ofTask.map((topic) => ({ topic, id: taskId })))
  expect(await others).toMatchObject([{ topic: 'secrets' }, { topic: 'workers' }])
})

it('the feed tells of a fault that struck', async () => {
  sim.network.faults.add({ on: 'stage', cause: 'no-disk', times: 1 })
  const told = feed.next('faults')
  await sim.run({ args: 'ok' })
  expect(await told).toEqual({ topic: 'faults' })
  sim.network.faults.clear()
})
