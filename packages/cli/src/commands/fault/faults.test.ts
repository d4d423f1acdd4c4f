import { FAULT_TABLE, readFault } from '@iexec-sim/faults'
import { describe, expect, it } from 'vitest'
import { type FaultOptions, faultOf, readFaultFile } from './faults.ts'

const world = { services: ['chain', 'market'], workers: 1, routes: () => undefined }
const read = (service: string, options: FaultOptions, generation: 'v8' | 'v9' = 'v8') =>
  readFault(JSON.parse(JSON.stringify(faultOf(service, options))), { ...world, generation })

describe('the options of a fault', () => {
  it('can express every row of the fault table', () => {
    for (const { cause, stages, generation = 'v8' } of FAULT_TABLE)
      for (const stage of stages)
        expect(read('worker', { cause, stage, times: '1' }, generation)).toEqual({
          on: 'stage',
          cause,
          stage,
          times: 1,
        })
  })

  it.each<[string, FaultOptions, object]>([
    [
      'market',
      { route: 'GET /deals', drop: true },
      { on: 'http', route: '/deals', method: 'GET', does: { drop: true } },
    ],
    [
      'market',
      { status: '503', delay: '1.5s' },
      { on: 'http', does: { status: 503, delayMs: 1500 } },
    ],
    ['chain', { delay: '1s' }, { on: 'http', does: { delayMs: 1000 } }],
    ['chain', { revert: true, rate: '0.5' }, { on: 'chain', does: { revert: true }, rate: 0.5 }],
    ['chain', { reorder: '3' }, { on: 'chain', does: { reorder: 3 } }],
    ['market', { drift: '-2h' }, { on: 'clock', driftMs: -7_200_000 }],
    ['worker-1', { cause: 'no-disk' }, { on: 'stage', cause: 'no-disk', worker: 'worker-1' }],
  ])('say %s %j', (service, options, fault) => {
    expect(read(service, options)).toMatchObject(fault)
  })
})

it('a missing fault file is refused', () => {
  expect(() => readFaultFile('/nowhere/faults.json')).toThrow(
    'Cannot read /nowhere/faults.json as a list of faults',
  )
})
