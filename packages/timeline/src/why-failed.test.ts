import { taskId } from '@iexec-sim/protocol'
import { expect, it } from 'vitest'
import type { Step } from './step.ts'
import { whyFailed } from './why-failed.ts'

const TASK = taskId(`0x${'ab'.repeat(32)}`)
let id = 0
const step = (name: Step['name'], more: Partial<Step> = {}): Step => ({
  id: ++id,
  taskId: TASK,
  service: 'worker',
  name,
  startedAt: id * 10,
  endedAt: id * 10 + 5,
  outcome: 'done',
  facts: {},
  ...more,
})

it('a completed task did not fail, even if a worker did', () => {
  const lost = step('compute', { outcome: 'failed', cause: 'APP_COMPUTE_FAILED' })
  expect(whyFailed([lost, step('task-ended', { service: 'workerpool' })])).toBeUndefined()
})

it('a failed app is why its task failed', () => {
  const compute = step('compute', {
    outcome: 'failed',
    cause: 'APP_COMPUTE_FAILED',
    reason: 'Exit code 3.',
    fix: 'Fix it.',
  })
  const ended = step('task-ended', {
    service: 'workerpool',
    outcome: 'failed',
    reason: 'All failed.',
  })
  expect(whyFailed([step('start'), compute, ended])).toMatchObject({
    step: { name: 'compute' },
    cause: 'APP_COMPUTE_FAILED',
    reason: 'Exit code 3.',
    fix: 'Fix it.',
  })
})

it('a refused attestation explains the stage around it', () => {
  const compute = step('compute', {
    outcome: 'failed',
    cause: 'APP_COMPUTE_FAILED',
    endedAt: 10_000,
    reason: 'Refused.',
  })
  const attested = step('attested', {
    service: 'enclave',
    outcome: 'refused',
    cause: 'WRONG_FINGERPRINT',
    reason: 'Another image.',
    fix: 'Deploy it again.',
  })
  expect(whyFailed([compute, attested])).toMatchObject({
    step: { name: 'attested' },
    cause: 'APP_COMPUTE_FAILED',
    reason: 'Another image.',
    fix: 'Deploy it again.',
  })
})

it('a task that no worker got failed by what the scheduler says', () => {
  const ended = step('task-ended', {
    service: 'workerpool',
    outcome: 'failed',
    cause: 'INITIALIZE_FAILED',
    reason: 'No SMS.',
  })
  expect(whyFailed([step('deal-matched', { service: 'chain' }), ended])).toMatchObject({
    cause: 'INITIALIZE_FAILED',
    reason: 'No SMS.',
  })
})

it('a task that another worker is at has not failed', () => {
  const failed = step('compute', { outcome: 'failed', cause: 'APP_COMPUTE_FAILED' })
  expect(whyFailed([failed, step('compute', { outcome: 'running' })])).toBeUndefined()
})

it('a task that runs has not failed', () => {
  expect(whyFailed([step('compute', { outcome: 'running' })])).toBeUndefined()
})
