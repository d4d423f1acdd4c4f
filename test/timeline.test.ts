import type { Step } from '@iexec-sim/timeline'
import { whyFailed } from '@iexec-sim/timeline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CliNetwork, cli, startCli } from './support/cli.ts'
import { SCENARIO_IMAGE } from './support/images.ts'
import { type Outcome, ScenarioNetwork } from './support/scenario-network.ts'

let sim: ScenarioNetwork
beforeAll(async () => {
  sim = await ScenarioNetwork.start()
})
afterAll(() => sim[Symbol.asyncDispose]())

const stepsOf = ({ taskId }: Outcome) => sim.network.timeline.ofTask(taskId)
const namesOf = (steps: Step[], service: Step['service']) =>
  steps.filter((step) => step.service === service).map(({ name }) => name)

/** Waits until the timeline of a task has a step that is over: removals come after the end. */
async function untilEnded(taskId: Outcome['taskId'], name: Step['name']): Promise<void> {
  const { timeline } = sim.network
  const isThere = () => timeline.ofTask(taskId).some((step) => step.name === name && step.endedAt)
  const changed = Promise.withResolvers<void>()
  const leave = timeline.subscribe(() => isThere() && changed.resolve())
  if (isThere()) changed.resolve()
  await changed.promise
  leave()
}

describe('the timeline of a task', () => {
  it('that completed in an enclave has each step of each service, in their order', async () => {
    const outcome = await sim.run({ args: 'ok' })
    await untilEnded(outcome.taskId, 'complete')
    const steps = stepsOf(outcome)
    expect(namesOf(steps, 'chain')).toEqual([
      'deal-matched',
      'task-initialized',
      'contributed',
      'consensus-reached',
      'revealed',
      'finalized',
    ])
    expect(namesOf(steps, 'workerpool')).toEqual([
      'task-received',
      'challenge-received',
      'replicate-given',
      'task-ended',
    ])
    expect(namesOf(steps, 'worker')).toEqual([
      'start',
      'download-app',
      'download-data',
      'compute',
      'digest-made',
      'contribute-and-finalize',
      'complete',
    ])
    expect(namesOf(steps, 'enclave')).toEqual([
      'measured',
      'attested',
      'container-started',
      'container-ran',
      'output-copied',
      'container-removed',
      'measured',
      'attested',
      'program-ran',
    ])
    expect(namesOf(steps, 'sms')).toEqual(['session-built'])
    expect(namesOf(steps, 'provisioning')).toEqual([
      'session-stored',
      'evidence-verified',
      'evidence-verified',
    ])
    expect(namesOf(steps, 'storage')).toEqual(['result-uploaded'])
    expect(steps.every(({ outcome: end }) => end === 'done')).toBe(true)
    expect(steps.find(({ name }) => name === 'finalized')?.facts).toMatchObject({
      transaction: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      gas: expect.any(Number),
    })
    expect(whyFailed(steps)).toBeUndefined()
  })

  it('whose app fails says so, with what to do', async () => {
    const outcome = await sim.run({ args: 'exit 3' })
    expect(whyFailed(stepsOf(outcome))).toMatchObject({
      step: { name: 'compute', facts: { exitCode: 3 } },
      cause: 'APP_COMPUTE_FAILED',
      reason: 'The app exited with code 3.',
      fix: expect.stringContaining('task logs'),
    })
  })

  it('that is refused at attestation names the check that failed', async () => {
    const { faults } = sim.network
    const fault = faults.add({ on: 'stage', cause: 'attestation-refused', stage: 'app' })
    const steps = stepsOf(await sim.run({ args: 'ok' }))
    faults.clear(fault.id)
    const verified = steps.find(({ name }) => name === 'evidence-verified')!
    expect(verified).toMatchObject({ outcome: 'refused', cause: 'WRONG_FINGERPRINT' })
    expect(verified.facts.expected).not.toBe(verified.facts.fingerprint)
    expect(whyFailed(steps)).toMatchObject({ step: { outcome: 'refused' } })
    expect(whyFailed(steps)!.reason).toContain('WRONG_FINGERPRINT')
  })

  it('without an enclave has contributions, consensus, reveals and an upload', async () => {
    const steps = stepsOf(await sim.run({ tag: '', args: 'ok' }))
    expect(namesOf(steps, 'workerpool')).toEqual([
      'task-received',
      'replicate-given',
      'consensus-found',
      'uploader-chosen',
      'task-ended',
    ])
    expect(namesOf(steps, 'worker')).toEqual(
      expect.arrayContaining(['contribute', 'reveal', 'upload']),
    )
    expect(namesOf(steps, 'sms')).toEqual([])
  })

  it('is what it was at a snapshot that is restored', async () => {
    const before = await sim.run({ args: 'ok' })
    await untilEnded(before.taskId, 'complete')
    const known = stepsOf(before)
    await sim.network.snapshots.save('timeline')
    const after = await sim.run({ args: 'ok' })
    await sim.network.snapshots.restore('timeline')
    expect(stepsOf(before)).toEqual(known)
    expect(stepsOf(after)).toEqual([])
  })
})

describe('the ledger of secrets', () => {
  it('has a secret from its owner to the enclave, and none that was never pushed', async () => {
    const { requester, network } = sim
    const push = () =>
      requester.sms('scone').pushRequesterSecret(requester.wallet as never, 'ledger', 'value-1')
    expect(await push()).toBe('set')
    expect(await push()).toBe('exists')
    const outcome = await sim.run({ args: 'ok', secrets: { 1: 'ledger', 2: 'absent' } })
    const secret = {
      framework: 'scone',
      family: 'requester',
      owner: requester.address.toLowerCase(),
      name: 'ledger',
    } as const
    const events = network.timeline.secretEvents(secret)
    expect(events.map(({ kind }) => kind)).toEqual([
      'set',
      'write-refused',
      'requested',
      'delivered',
    ])
    expect(events[3]).toMatchObject({
      taskId: outcome.taskId,
      stage: 'app',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(network.timeline.secretEvents({ ...secret, name: 'absent' })).toMatchObject([
      { kind: 'missing', taskId: outcome.taskId },
    ])
    expect(JSON.stringify(network.timeline.secretEvents())).not.toContain('value-1')
  })

  it('names why an enclave did not get a secret', async () => {
    const { requester, network } = sim
    await requester.sms('scone').pushRequesterSecret(requester.wallet as never, 'held', 'value-3')
    const { faults, timeline } = network
    const fault = faults.add({ on: 'stage', cause: 'attestation-refused', stage: 'app' })
    const { taskId } = await sim.run({ args: 'ok', secrets: { 1: 'held' } })
    faults.clear(fault.id)
    const events = timeline.secretEventsOfTask(taskId).filter(({ name }) => name === 'held')
    const kinds = new Set(events.map(({ kind }) => kind))
    expect(kinds).toEqual(new Set(['requested', 'refused']))
    expect(events.find(({ kind }) => kind === 'refused')).toMatchObject({
      stage: 'app',
      reason: 'WRONG_FINGERPRINT',
    })
    const summary = timeline.secrets().find(({ name }) => name === 'held')
    expect(summary).toMatchObject({ delivered: 0, canary: false })
    expect(summary!.refused).toBeGreaterThan(0)
  })
})

describe('a task that is watched', () => {
  it('shows what its app prints while it runs, then its end, and the exit code says how', async () => {
    const { taskId } = await sim.match({ args: 'sleep', short: true })
    const watching = startCli(['task', 'watch', taskId, '--state', sim.dir])
    const seen: string[] = []
    let whilePrinted: string | undefined
    for await (const line of watching) {
      seen.push(line)
      if (line.endsWith('| about to sleep'))
        whilePrinted = sim.network.timeline.ofTask(taskId).at(-1)?.name
    }
    expect(whilePrinted).toBe('container-ran')
    expect(seen).toContain('task RUNNING')
    expect(
      seen.some((line) => / worker-\d +compute {2}FAILED APP_COMPUTE_TIMEOUT/.test(line)),
    ).toBe(true)
    expect((await watching).exitCode).toBe(1)
  })

  it('that is over is told at once, with its output, and its end is the exit code', async () => {
    const { taskId } = await sim.run({ args: 'echo this' })
    const watched = await cli(['task', 'watch', taskId, '--state', sim.dir])
    expect(watched.code).toBe(0)
    expect(watched.stdout).toMatch(/^worker-\d \| stdout says this$/m)
    expect(watched.stdout).toMatch(/^worker-\d \| stderr says this$/m)
    const followed = await cli(['task', 'logs', taskId, '--follow', '--state', sim.dir])
    expect(followed).toMatchObject({ stdout: 'stdout says this\n', stderr: 'stderr says this\n' })
  })
})

describe('on the command line', () => {
  const network = new CliNetwork()
  beforeAll(() => network.up())
  afterAll(() => network[Symbol.asyncDispose]())

  it('task explain tells why a task failed and then each step, as text and as JSON', async () => {
    const task = ['run', SCENARIO_IMAGE, '--tag', 'tee,scone', '--args', 'exit 3', '--json']
    const { taskId } = JSON.parse((await network.cli(task)).stdout) as { taskId: string }
    const failing = await network.cli(task.slice(0, -1))
    expect(failing.stdout).toMatch(/^fix {5}See what the app printed/m)
    const { stdout } = await network.cli(['task', 'explain', taskId])
    expect(stdout).toMatch(/^failed {2}APP_COMPUTE_FAILED \(worker-\d, compute\)$/m)
    expect(stdout).toMatch(/^reason {2}The app exited with code 3\.$/m)
    expect(stdout).toMatch(
      /^ +\+\d+\.\d +\d+\.\d ms {2}enclave worker-\d +container-ran {2}FAILED/m,
    )
    const explained = await network.json<{ steps: Step[]; failure: { cause: string } }>([
      'task',
      'explain',
      taskId,
    ])
    expect(explained.failure.cause).toBe('APP_COMPUTE_FAILED')
    expect(explained.steps.at(-1)).toMatchObject({ name: 'task-ended', outcome: 'failed' })
  })

  it('secret ledger lists secrets with what became of them, and the events of one', async () => {
    await network.cli(['secret', 'push', 'told', '--tee', 'scone'], { input: 'value-2' })
    const task = ['run', SCENARIO_IMAGE, '--tag', 'tee,scone', '--secret', '1=told', '--args', 'ok']
    const { taskId } = await network.json<{ taskId: string }>(task)
    const { stdout } = await network.cli(['secret', 'ledger'])
    expect(stdout).toMatch(/requester secret "told" of 0x.+requested 1, delivered 1, refused 0/)
    const events = await network.cli(['secret', 'ledger', '--secret', 'told'])
    expect(events.stdout).toMatch(/ set +scone .+\n.+ requested .+\n.+ delivered .+fingerprint/)
    const ofTask = await network.json<{ events: { kind: string; name: string }[] }>([
      'secret',
      'ledger',
      '--task',
      taskId,
    ])
    expect(ofTask.events.filter(({ name }) => name === 'told').map(({ kind }) => kind)).toEqual([
      'requested',
      'delivered',
    ])
    expect(stdout + events.stdout).not.toContain('value-2')
  })
})
