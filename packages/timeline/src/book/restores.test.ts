import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { taskId } from '@iexec-sim/protocol'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { TimelineBook } from './timeline-book.ts'

const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-restores-'))
afterAll(() => rmSync(dir, { recursive: true }))

const TASK = taskId(`0x${'cd'.repeat(32)}`)
const SECRET = { framework: 'tdx', family: 'app', owner: '0x01', name: '1' } as const

type Action = { kind: 'note' | 'secret' | 'save' | 'restart' } | { kind: 'restore'; which: number }
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom<Action>({ kind: 'note' }, { kind: 'secret' }) },
  { weight: 2, arbitrary: fc.constant<Action>({ kind: 'save' }) },
  { weight: 2, arbitrary: fc.nat(50).map((which) => ({ kind: 'restore' as const, which })) },
  { weight: 1, arbitrary: fc.constant<Action>({ kind: 'restart' }) },
)

let files = 0

it('a book remembers what a plain list would, through saves, restores and restarts in any order', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const path = join(dir, `${files++}.db`)
      const open = () =>
        new TimelineBook({
          path,
          onError: (error) => {
            throw error
          },
        })
      let book = open()
      let known: { steps: number[]; events: number } = { steps: [], events: 0 }
      const saved: { book: ReturnType<TimelineBook['save']>; known: typeof known }[] = []
      for (const [i, one] of actions.entries()) {
        if (one.kind === 'note') {
          book.note({ taskId: TASK, service: 'worker', name: 'start', facts: { i } })
          known = { ...known, steps: [...known.steps, i] }
        }
        if (one.kind === 'secret') {
          book.secret({ ...SECRET, kind: 'requested', via: 'test' })
          known = { ...known, events: known.events + 1 }
        }
        // A snapshot is a file.
        if (one.kind === 'save')
          saved.push({ book: JSON.parse(JSON.stringify(book.save())), known })
        const back =
          one.kind === 'restore' ? saved[one.which % Math.max(1, saved.length)] : undefined
        if (back) {
          book.restore(back.book)
          known = back.known
        }
        if (one.kind === 'restart') {
          book.close()
          book = open()
        }
      }
      expect(book.ofTask(TASK).map(({ facts }) => facts.i)).toEqual(known.steps)
      expect(book.secretEvents(SECRET)).toHaveLength(known.events)
      expect(book.secrets().map(({ requested }) => requested)).toEqual(
        known.events === 0 ? [] : [known.events],
      )
      book.close()
    }),
    { numRuns: 60, seed: 3 },
  )
})
