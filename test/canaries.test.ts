import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { askControl } from '@iexec-sim/client'
import { createNetwork } from '@iexec-sim/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cli } from './support/cli.ts'
import { SCENARIO_IMAGE } from './support/images.ts'
import { type Outcome, ScenarioNetwork } from './support/scenario-network.ts'

/** A value that stands nowhere by chance, short enough for the name of a file. */
const canary = 'kX7-pQ2vR9w~zL4'

let sim: ScenarioNetwork
beforeAll(async () => {
  sim = await ScenarioNetwork.start({ logLevel: 'debug' })
  const pushed = await onSim(['secret', 'push', 'canary', '--tee', 'scone', '--canary'], canary)
  expect(pushed.stdout).toContain('as a canary')
})
afterAll(() => sim[Symbol.asyncDispose]())

const onSim = (args: string[], input = '') => cli([...args, '--state', sim.dir], { input })
const leaksOf = ({ taskId }: Outcome) =>
  sim.network.timeline
    .findings(taskId)
    .map(({ where, encoding }) => `${where.replace(/worker-\d/, 'worker')}: ${encoding}`)
    .sort()
const secrets = { 1: 'canary' }

/** Files of the state folder that hold the canary. */
const filesWithCanary = (): string[] =>
  readdirSync(sim.dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(canary))

describe('a canary', () => {
  it('that its app keeps to itself is found nowhere, and its value is kept nowhere', async () => {
    const outcome = await sim.run({ args: 'ok', secrets })
    const { network } = sim
    const running = { sheet: network.sheet, controlToken: network.controlToken, stateDir: sim.dir }
    for (const path of [`/timeline/${outcome.taskId}`, '/secrets', '/secrets/events', '/status']) {
      const text = await (await askControl(running, 'GET', path)).text()
      expect(text).not.toContain(canary)
      expect(text).not.toContain(Buffer.from(canary).toString('base64'))
    }
    expect(leaksOf(outcome)).toEqual([])
    expect(filesWithCanary()).toEqual([])
  })

  it.each([
    ['completes', '0', ['result archive of worker: plain']],
    ['fails', '5', []],
  ])('that an app which %s gives away is found wherever it is', async (_end, code, more) => {
    const outcome = await sim.run({ args: `leak ${code}`, secrets })
    const leaks = leaksOf(outcome).filter((leak, i, all) => all.indexOf(leak) === i)
    expect(leaks).toEqual(
      [
        'file lines.txt of worker: split over lines',
        'file result.txt of worker: plain',
        'file reversed.txt of worker: reversed',
        'stderr of worker: hex',
        'stdout of worker: base64',
        'the name of a file of worker: plain',
        ...more,
      ].sort(),
    )
    const [first] = sim.network.timeline.findings(outcome.taskId)
    expect(first).toMatchObject({ secret: { family: 'requester', name: 'canary' } })
    expect(JSON.stringify(sim.network.timeline.findings(outcome.taskId))).not.toContain(canary)
  })

  it('in the calldata of a transaction is found there', async () => {
    const outcome = await sim.run({ args: `ok ${canary}`, secrets })
    const explained = await onSim(['task', 'explain', outcome.taskId, '--json'])
    const { findings } = JSON.parse(explained.stdout) as { findings: { where: string }[] }
    expect(findings.map(({ where }) => where)).toEqual([
      expect.stringMatching(/^calldata of 0x[0-9a-f]{64}$/),
    ])
  })

  it('is told by task explain, task show and task watch', async () => {
    const { taskId } = await sim.run({ args: 'leak', secrets })
    const told =
      /^LEAK {4}requester secret "canary" of 0x\w+ is in stdout of worker-\d, byte \d+ \(base64\)$/m
    expect((await onSim(['task', 'explain', taskId])).stdout).toMatch(told)
    expect((await onSim(['task', 'show', taskId])).stdout).toMatch(told)
    const watched = await onSim(['task', 'watch', taskId])
    expect(watched.stdout).toMatch(told)
    expect(watched.code).toBe(4)
  })

  it('that run finds is its exit code', async () => {
    const args = ['run', SCENARIO_IMAGE, '--tag', 'tee,scone', '--secret', '1=canary', '--json']
    const leaking = await onSim([...args, '--args', 'leak'])
    expect(leaking.code).toBe(4)
    const outcome = JSON.parse(leaking.stdout) as { status: string; leaks: unknown[] }
    expect(outcome.status).toBe('COMPLETED')
    expect(outcome.leaks).toHaveLength(7)
    const quiet = await onSim([...args, '--args', 'ok'])
    expect(quiet).toMatchObject({ code: 0 })
    expect((JSON.parse(quiet.stdout) as { leaks: unknown[] }).leaks).toEqual([])
  })

  it('is one as long as it is marked, across a snapshot', async () => {
    await sim.network.snapshots.save('canary')
    expect((await onSim(['secret', 'canary', 'canary', '--tee', 'scone', '--off'])).code).toBe(0)
    expect(leaksOf(await sim.run({ args: 'leak', secrets }))).toEqual([])
    await sim.network.snapshots.restore('canary')
    expect(leaksOf(await sim.run({ args: 'leak', secrets }))).toHaveLength(7)
  })

  it.each([
    [
      'too short',
      ['secret', 'push', 'short', '--tee', 'scone', '--canary'],
      '12345',
      'fewer than 6',
    ],
    ['never set', ['secret', 'canary', 'nothing', '--tee', 'scone'], '', 'is not set'],
    ['named twice', ['secret', 'canary', 'a', '--app', '0x1', '--tee', 'scone'], '', 'exactly one'],
  ])('that is %s is refused', async (_what, args, input, reason) => {
    const refused = await onSim(args, input)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain(reason)
  })
})

it('in a test, leaks of a result has what a task gave away', async () => {
  await using network = await createNetwork()
  await network.pushSecret('key', canary, { tee: 'scone', canary: true })
  const app = await network.app(SCENARIO_IMAGE, { tee: 'scone' })
  const quiet = await network.run(app, { args: 'ok', secrets: { 1: 'key' } })
  expect(quiet.leaks).toEqual([])
  const leaking = await network.run(app, { args: 'env', secrets: { 1: 'key' } })
  expect(leaking.leaks).toEqual([
    {
      secret: { family: 'requester', owner: network.wallets[0].address.toLowerCase(), name: 'key' },
      where: expect.stringMatching(/^file result.txt of worker-\d$/),
      encoding: 'plain',
      offset: expect.any(Number),
    },
  ])
})
