import { REPLICATE_CAUSES } from '@iexec-sim/protocol'
import { describe, expect, it } from 'vitest'
import { FAULT_TABLE, NEVER_TABLE } from './fault-table.ts'
import { type FaultWorld, readFault } from './read-fault.ts'

const world: FaultWorld = {
  services: ['chain', 'sms-scone', 'workerpool'],
  workers: 2,
  generation: 'v8',
  routes: (service) => (service === 'sms-scone' ? ['POST /tee/sessions', 'GET /up'] : undefined),
}
const sms = { on: 'http', service: 'sms-scone' }
const read = (value: unknown) => readFault(value, world)

describe('a fault', () => {
  it.each([
    { ...sms, does: { status: 503 } },
    { ...sms, route: '/tee/sessions', does: { drop: true }, times: 2 },
    {
      on: 'http',
      service: 'workerpool',
      route: '/anything',
      does: { delayMs: 10, status: 500 },
      rate: 0.5,
    },
    { on: 'chain', does: { revert: true } },
    { on: 'chain', does: { reorder: 3 }, times: 1 },
    { on: 'stage', cause: 'out-of-memory', worker: 'worker-2' },
    { on: 'stage', cause: 'CHAIN_UNREACHABLE', stage: 'compute', task: `0x${'ab'.repeat(32)}` },
    { on: 'clock', service: 'worker-1', driftMs: -5 },
  ])('is accepted: %j', (fault) => {
    expect(read(fault)).toEqual(fault)
  })

  it('may name the method with the route', () => {
    expect(read({ ...sms, route: 'post /tee/sessions', does: { drop: true } })).toMatchObject({
      method: 'POST',
      route: '/tee/sessions',
    })
  })

  it.each<[unknown, string]>([
    [[], 'a JSON object is required'],
    [{}, 'on is missing.'],
    [{ on: { toString: 1 } }, '{"toString":1}'],
    [{ on: 'htpp' }, 'Unknown kind of fault "htpp"; did you mean "http"?'],
    [{ on: 'http', service: 'sms-scon', does: { drop: true } }, 'did you mean "sms-scone"?'],
    [{ ...sms, route: '/tee/session', does: { drop: true } }, 'did you mean "/tee/sessions"?'],
    [
      { ...sms, route: 'GET /tee/sessions', does: { drop: true } },
      'Unknown route of sms-scone "GET /tee/sessions"',
    ],
    [{ ...sms, does: {} }, 'status, delayMs or drop is required'],
    [{ ...sms, does: { drop: true, status: 500 } }, 'drop and status exclude each other'],
    [{ ...sms, does: { delayms: 5 } }, 'does.delayms is not a known key; did you mean "delayMs"?'],
    [
      { ...sms, does: { delayMs: 2 ** 31 } },
      'does.delayMs is invalid: 2147483648 is not a number from 0 to 2147483647.',
    ],
    [
      { on: 'chain', does: { delayMs: 2 ** 31 } },
      'does.delayMs is invalid: 2147483648 is not a number from 0 to 2147483647.',
    ],
    [
      { on: 'clock', service: 'worker-1', driftMs: 1e15 },
      'driftMs is invalid: 1000000000000000 is not a number from -315360000000 to',
    ],
    [
      { ...sms, does: { status: 99 } },
      'does.status is invalid: 99 is not a whole number from 200 to 599.',
    ],
    [{ ...sms, does: { drop: true }, rate: 2 }, 'rate is invalid: 2 is not a number from 0 to 1.'],
    [
      { ...sms, does: { drop: true }, times: 1.5 },
      'times is invalid: 1.5 is not a whole number of at least 1.',
    ],
    [{ on: 'chain', does: { revert: true, reorder: 2 } }, 'one of revert, delayMs and reorder'],
    [
      { on: 'stage', cause: 'APP_COMPUTE_FAILD' },
      'Unknown cause "APP_COMPUTE_FAILD"; did you mean "APP_COMPUTE_FAILED"?',
    ],
    [{ on: 'stage', cause: 'REVEAL_TIMEOUT' }, 'REVEAL_TIMEOUT never occurs'],
    [{ on: 'stage', cause: 'no-disk', stage: 'ap' }, 'Unknown stage "ap"; did you mean "app"?'],
    [{ on: 'stage', cause: 'no-disk', stage: 'reveal' }, 'cannot occur at stage "reveal"'],
    [{ on: 'stage', cause: 'no-disk', worker: 'worker-3' }, 'Unknown worker "worker-3"'],
    [{ on: 'stage', cause: 'no-disk', task: '0x12' }, 'task is not 32 bytes of hex.'],
    [{ on: 'stage', cause: 'PRE_COMPUTE_INVALID_TEE_SIGNATURE' }, 'Unknown cause'],
    [
      { on: 'clock', service: 'chain', driftMs: 5 },
      'Unknown service with a clock of its own "chain"',
    ],
    [{ on: 'clock', service: 'worker-1', driftMs: 5, times: 1 }, 'times is not a known key.'],
    [{ on: 'clock', service: 'worker-1' }, 'driftMs is missing.'],
  ])('is refused: %j', (value, sentence) => {
    expect(() => read(value)).toThrow(sentence)
  })
})

it('every cause of the real network has a row', () => {
  const rows = [...FAULT_TABLE, ...NEVER_TABLE].map(({ cause }) => cause as string)
  expect(REPLICATE_CAUSES.filter((cause) => !rows.includes(cause))).toEqual([])
})
