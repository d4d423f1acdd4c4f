import { expect, it } from 'vitest'
import { allEnded } from './all-ended.ts'

it('jobs that start together resolve in their order', async () => {
  const slow = new Promise<number>((resolve) => setImmediate(() => resolve(1)))
  expect(await allEnded([slow, Promise.resolve(2)])).toEqual([1, 2])
})

it('a failure is thrown after all other jobs have ended', async () => {
  const slow = Promise.withResolvers<void>()
  const seen: string[] = []
  const all = allEnded([
    Promise.reject(new Error('no')),
    slow.promise.then(() => void seen.push('ended')),
  ]).catch((error: Error) => void seen.push(error.message))
  setImmediate(() => slow.resolve())
  await all
  expect(seen).toEqual(['ended', 'no'])
})
