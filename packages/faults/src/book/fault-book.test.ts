import type { DealId, TaskId } from '@iexec-sim/protocol'
import { describe, expect, it } from 'vitest'
import type { Fault, StageFault } from '../table/fault.ts'
import { FaultBook, type StageOccasion } from './fault-book.ts'

const world = {
  services: ['chain', 'sms-scone', 'workerpool', 'market'],
  workers: 2,
  generation: 'v8',
} as const
const book = (faults: Fault[] = [], seed?: string) => {
  const made = new FaultBook({ world, faults, seed })
  made.arm()
  return made
}
const down: Fault = { on: 'http', service: 'workerpool', does: { status: 503 } }
const TASK = `0x${'ab'.repeat(32)}` as TaskId
const noDisk: StageFault = { on: 'stage', cause: 'no-disk' }
const occasion = (over: Partial<StageOccasion> = {}): StageOccasion => ({
  maker: 'engine',
  stages: ['app'],
  worker: 'worker-1',
  task: TASK,
  deal: undefined,
  has: () => true,
  ...over,
})

describe('a fault', () => {
  it('is removed after its number of strikes', () => {
    const faults = book()
    faults.add({ ...down, times: 2 })
    const strike = () => faults.http('workerpool', 'GET', '/metrics')
    expect([strike(), faults.list()[0]?.struck, strike(), strike()]).toEqual([
      { status: 503 },
      1,
      { status: 503 },
      undefined,
    ])
    expect([faults.list(), faults.isEmpty]).toEqual([[], true])
  })

  it('strikes at its route and method alone', () => {
    const faults = book([{ ...down, route: '/tasks/:taskId', method: 'GET' }])
    expect(faults.http('workerpool', 'GET', '/tasks/:taskId')).toEqual({ status: 503 })
    expect(faults.http('workerpool', 'HEAD', '/tasks/:taskId')).toBe(undefined)
    expect(faults.http('workerpool', 'GET', '/metrics')).toBe(undefined)
    expect(faults.http('market', 'GET', '/tasks/:taskId')).toBe(undefined)
  })

  it('strikes at the share of its rate, on the same occasions in every run', () => {
    const run = (seed?: string) => {
      const faults = book([{ ...down, rate: 0.25 }], seed)
      return Array.from(
        { length: 400 },
        () => faults.http('workerpool', 'GET', '/metrics') !== undefined,
      )
    }
    expect(run()).toEqual(run())
    expect(run('one')).not.toEqual(run('another'))
    const hits = run().filter(Boolean).length
    expect(hits).toBeGreaterThan(70)
    expect(hits).toBeLessThan(130)
  })

  it('does nothing before the network is ready', () => {
    const faults = new FaultBook({ world, faults: [down] })
    expect([faults.isEmpty, faults.http('workerpool', 'GET', '/metrics')]).toEqual([
      true,
      undefined,
    ])
    faults.arm()
    expect(faults.http('workerpool', 'GET', '/metrics')).toEqual({ status: 503 })
  })

  it('of a stage strikes only for its worker, task, stage and maker', () => {
    expect(book([noDisk]).stage(occasion())).toEqual({ cause: 'no-disk', stage: 'app' })
    expect(book([{ ...noDisk, worker: 'worker-2' }]).stage(occasion())).toBe(undefined)
    expect(book([{ ...noDisk, task: TASK }]).stage(occasion())).toBeDefined()
    expect(book([{ ...noDisk, deal: TASK as string as DealId }]).stage(occasion())).toBe(undefined)
    expect(book([noDisk]).stage(occasion({ maker: 'worker' }))).toBe(undefined)
  })

  it('of a stage waits for a task in which it can occur', () => {
    const faults = book([{ on: 'stage', cause: 'TASK_DESCRIPTION_INVALID', times: 1 }])
    const start = (standard: boolean) =>
      faults.stage(
        occasion({
          maker: 'worker',
          stages: ['start'],
          has: (need) => (need === 'standard') === standard,
        }),
      )
    expect([start(false), faults.list()[0]?.struck]).toEqual([undefined, 0])
    expect(start(true)).toBeDefined()
  })

  it('moves a clock while it is in force', () => {
    const faults = book()
    const { id } = faults.add({ on: 'clock', service: 'market', driftMs: -5_000 })
    faults.add({ on: 'clock', service: 'market', driftMs: 1_000 })
    expect([faults.driftMs('market'), faults.driftMs('workerpool')]).toEqual([-4_000, 0])
    faults.clear(id)
    expect(faults.driftMs('market')).toBe(1_000)
  })
})

describe('a book', () => {
  it('resets to the configured faults, with no strike counted', () => {
    const faults = book([{ ...down, times: 1 }])
    faults.http('workerpool', 'GET', '/metrics')
    faults.add(noDisk)
    faults.reset()
    expect(faults.list()).toEqual([{ ...down, times: 1, id: 1, struck: 0 }])
    expect(faults.clear()).toBe(1)
  })

  it('refuses an impossible fault and stays as it was', () => {
    const faults = book([down])
    expect(() => faults.add({ ...down, route: '/task/:taskId' })).toThrow(
      'did you mean "/tasks/:taskId"?',
    )
    expect(() => new FaultBook({ world, faults: [{ on: 'stage', cause: 'nodisk' }] })).toThrow(
      'did you mean "no-disk"?',
    )
    expect(faults.list()).toHaveLength(1)
  })
})
