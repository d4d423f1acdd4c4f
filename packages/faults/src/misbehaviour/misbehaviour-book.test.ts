import type { DealId, TaskId } from '@iexec-sim/protocol'
import { beforeEach, describe, expect, it } from 'vitest'
import { MisbehaviourBook } from './misbehaviour-book.ts'

const DEAL = `0x${'ab'.repeat(32)}` as DealId
const TASK = `0x${'cd'.repeat(32)}` as TaskId
const OTHER = `0x${'ef'.repeat(32)}` as TaskId

let book: MisbehaviourBook
beforeEach(() => {
  book = new MisbehaviourBook(2, { 'worker-1': 'wrong-digest' })
})

describe('a book of misbehaviours', () => {
  it('starts with the configured misbehaviours, for every task', () => {
    expect(book.list()).toEqual([{ actor: 'worker-1', does: 'wrong-digest' }])
    expect(book.of('worker-1', TASK, DEAL)).toBe('wrong-digest')
    expect(book.of('worker-2', TASK, DEAL)).toBeUndefined()
    expect(new MisbehaviourBook(2).isEmpty).toBe(true)
  })

  it('prefers an entry for the task to one for the deal, and that to one for all tasks', () => {
    book.add({ actor: 'worker-1', does: 'goes-offline', task: TASK })
    book.add({ actor: 'worker-1', does: 'never-reveals', deal: DEAL })
    expect(book.of('worker-1', TASK, DEAL)).toBe('goes-offline')
    expect(book.of('worker-1', OTHER, DEAL)).toBe('never-reveals')
    expect(book.of('worker-1', OTHER, undefined)).toBe('wrong-digest')
  })

  it('takes ids in any letter case', () => {
    book.add({ actor: 'worker-2', does: 'reveals-late', task: `0x${'CD'.repeat(32)}` as TaskId })
    expect(book.of('worker-2', TASK, DEAL)).toBe('reveals-late')
    book.clear({ task: `0x${'Cd'.repeat(32)}` as TaskId })
    expect(book.of('worker-2', TASK, DEAL)).toBeUndefined()
  })

  it('keeps the last entry for the same tasks', () => {
    book.add({ actor: 'worker-1', does: 'reveals-late' })
    expect(book.list()).toEqual([{ actor: 'worker-1', does: 'reveals-late' }])
  })

  it('clears one scope, or everything', () => {
    book.add({ actor: 'scheduler', does: 'never-finalizes', deal: DEAL })
    book.clear({ deal: DEAL })
    expect(book.list()).toEqual([{ actor: 'worker-1', does: 'wrong-digest' }])
    book.clear()
    expect(book.isEmpty).toBe(true)
  })

  it('stays as it was after a refusal', () => {
    expect(() => book.add({ actor: 'worker-3', does: 'wrong-digest' })).toThrow(
      'Unknown actor "worker-3"',
    )
    expect(() => book.add({ actor: 'worker-1', does: 'never-finalizes' })).toThrow(
      'Unknown misbehaviour "never-finalizes" of worker-1',
    )
    expect(() => new MisbehaviourBook(1, { 'worker-2': 'wrong-digest' })).toThrow(
      'Unknown actor "worker-2"',
    )
    expect(book.list()).toHaveLength(1)
  })
})
