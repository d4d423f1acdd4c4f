import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { taskId } from '@iexec-sim/protocol'
import { afterAll, describe, expect, it } from 'vitest'
import { TimelineBook, type TimelineBookOptions, type TimelineChange } from './index.ts'

const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-timeline-'))
afterAll(() => rmSync(dir, { recursive: true }))

const TASK = taskId(`0x${'ab'.repeat(32)}`)
const SECRET = { framework: 'scone', family: 'requester', owner: '0x01', name: 'key' } as const
const stage = (name: 'start' | 'compute' | 'contribute') =>
  ({ taskId: TASK, service: 'worker', actor: 'worker-1', name }) as const
const open = (options: Partial<TimelineBookOptions> = {}) =>
  new TimelineBook({
    path: ':memory:',
    onError: (error) => {
      throw error
    },
    ...options,
  })
const namesOf = (book: TimelineBook) => book.ofTask(TASK).map(({ name }) => name)

describe('a timeline', () => {
  it('has the steps of a task in their order, with their ends', () => {
    const book = open()
    const compute = book.begin({ ...stage('compute'), facts: { image: 'app' } })
    book.note({ ...stage('start'), startedAt: performance.timeOrigin })
    expect(book.ofTask(TASK)).toMatchObject([
      { name: 'start', outcome: 'done' },
      { name: 'compute', outcome: 'running', facts: { image: 'app' } },
    ])
    compute.end({
      outcome: 'failed',
      cause: 'APP_COMPUTE_FAILED',
      reason: 'exit 1',
      facts: { exitCode: 1 },
    })
    compute.end({ outcome: 'done' })
    const step = book.ofTask(TASK)[1]!
    expect(step).toMatchObject({
      outcome: 'failed',
      cause: 'APP_COMPUTE_FAILED',
      facts: { image: 'app', exitCode: 1 },
    })
    expect(step.endedAt).toBeGreaterThanOrEqual(step.startedAt)
  })

  it('has the time of the network where its clock differs', () => {
    const book = open({ networkNow: () => 1_000 })
    book.note(stage('start'))
    expect(book.ofTask(TASK)[0]!.networkTime).toBeCloseTo(1_000, 3)
  })

  it('tells subscribers each change until they leave', () => {
    const book = open()
    const seen: TimelineChange[] = []
    const leave = book.subscribe((change) => seen.push(change))
    book.begin(stage('start')).end()
    book.secret({ ...SECRET, kind: 'set', via: 'test' })
    leave()
    book.note(stage('compute'))
    expect(seen.map((change) => change.kind)).toEqual(['step', 'step', 'secret'])
  })

  it('goes on when a subscriber fails', () => {
    const errors: Error[] = []
    const book = open({ onError: (error) => errors.push(error) })
    book.subscribe(() => {
      throw new Error('mine')
    })
    book.note(stage('start'))
    expect(namesOf(book)).toEqual(['start'])
    expect(errors.map(({ message }) => message)).toEqual(['mine'])
  })

  it('cuts long texts', () => {
    const book = open()
    book.note({
      ...stage('start'),
      reason: 'x'.repeat(10_000),
      facts: { list: Array(500).fill('y') },
    })
    const [step] = book.ofTask(TASK)
    expect(step!.reason).toHaveLength(2_000)
    expect(step!.facts.list).toHaveLength(50)
  })

  it('keeps the latest records of each kind', () => {
    const book = open({ most: 10 })
    book.secret({ ...SECRET, kind: 'set', via: 'test' })
    for (let i = 0; i < 3_000; i++) book.note({ ...stage('start'), facts: { i } })
    const steps = book.ofTask(TASK)
    expect(steps.length).toBeLessThan(1_010)
    expect(steps.at(-1)!.facts.i).toBe(2_999)
    expect(book.secretEvents()).toHaveLength(1)
  })
})

describe('the ledger', () => {
  it('sums up each secret', () => {
    const book = open()
    const events = ['set', 'requested', 'delivered', 'requested', 'refused', 'marked'] as const
    for (const kind of events) book.secret({ ...SECRET, kind, taskId: TASK, via: 'test' })
    expect(book.secrets()).toMatchObject([
      { ...SECRET, canary: true, requested: 2, delivered: 1, refused: 1 },
    ])
    book.secret({ ...SECRET, kind: 'unmarked', via: 'test' })
    expect(book.secrets()[0]!.canary).toBe(false)
    expect(book.secretEvents(SECRET)).toHaveLength(7)
    expect(book.secretEvents(SECRET, 1)).toMatchObject([{ kind: 'unmarked' }])
    expect(book.secretEventsOfTask(TASK)).toHaveLength(6)
    expect(book.secretEvents({ ...SECRET, framework: 'tdx' })).toEqual([])
  })

  it('has the findings of a task', () => {
    const book = open()
    const finding = { taskId: TASK, secret: SECRET, where: 'stdout', offset: 3 } as const
    book.found({ ...finding, encoding: 'hex' })
    expect(book.findings(TASK)).toMatchObject([{ ...finding, encoding: 'hex' }])
  })
})

describe('after a restore', () => {
  it('a timeline shows what came before the snapshot, and then what comes after', () => {
    const book = open()
    book.note(stage('start'))
    const saved = book.save()
    book.note(stage('compute'))
    book.restore(saved)
    expect(namesOf(book)).toEqual(['start'])
    book.note(stage('contribute'))
    expect(namesOf(book)).toEqual(['start', 'contribute'])
  })

  it('to a later snapshot a timeline shows what came between the two', () => {
    const book = open()
    const first = book.save()
    book.note(stage('start'))
    const second = book.save()
    book.restore(first)
    expect(namesOf(book)).toEqual([])
    book.note(stage('compute'))
    book.restore(second)
    expect(namesOf(book)).toEqual(['start'])
  })

  it('a step that was running at the snapshot has failed', async () => {
    const book = open()
    const step = book.begin(stage('compute'))
    const saved = book.save()
    await new Promise((resolve) => setImmediate(resolve))
    step.end({ facts: { late: true } })
    book.restore(saved)
    expect(book.ofTask(TASK)).toMatchObject([
      { outcome: 'failed', facts: {}, reason: expect.stringContaining('restored') },
    ])
    expect(book.ofTask(TASK)[0]).not.toHaveProperty('endedAt')
  })

  it('of a snapshot of another network a timeline is empty', () => {
    const other = open()
    other.note(stage('start'))
    const book = open()
    book.note(stage('compute'))
    book.restore(JSON.parse(JSON.stringify(other.save())))
    expect(namesOf(book)).toEqual([])
  })

  it('a snapshot stays small after a thousand restores', () => {
    const book = open()
    book.note(stage('start'))
    const saved = book.save()
    for (let i = 0; i < 1_000; i++) {
      book.note(stage('compute'))
      book.restore(saved)
    }
    expect(namesOf(book)).toEqual(['start'])
    expect(JSON.stringify(book.save()).length).toBeLessThan(200)
  })
})

describe('in a file', () => {
  it('a timeline outlives its process, and what was running has failed', () => {
    const path = join(dir, 'kept.db')
    const first = open({ path })
    first.note(stage('start'))
    const saved = first.save()
    first.begin(stage('compute'))
    first.close()
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const second = open({ path })
    expect(second.ofTask(TASK)).toMatchObject([
      { name: 'start', outcome: 'done' },
      { name: 'compute', outcome: 'failed', reason: 'The network stopped during this step.' },
    ])
    second.note(stage('contribute'))
    second.restore(saved)
    expect(namesOf(second)).toEqual(['start'])
    second.close()
  })

  it('nothing is made before there is something to keep', () => {
    const path = join(dir, 'never.db')
    const book = open({ path })
    expect(book.ofTask(TASK)).toEqual([])
    expect(book.secrets()).toEqual([])
    expect(book.save().lives).toEqual([])
    book.close()
    expect(() => statSync(path)).toThrow()
  })

  it('that is no database, records go to memory and the failure is told', () => {
    const path = join(dir, 'broken.db')
    writeFileSync(path, 'no database at all, but long enough to be read as one')
    const errors: Error[] = []
    const book = open({ path, onError: (error) => errors.push(error) })
    book.note(stage('start'))
    expect(namesOf(book)).toEqual(['start'])
    expect(errors).toHaveLength(1)
  })
})
