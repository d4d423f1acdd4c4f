import { expect, it } from 'vitest'
import type { Clock } from './clock.ts'
import { ExpiringMap } from './expiring-map.ts'

function mapAt(): { map: ExpiringMap<string, number>; at: (now: number) => void } {
  let now = 0
  const map = new ExpiringMap<string, number>({
    clock: { now: () => now } as Clock,
    lifeMs: 10,
    most: 3,
  })
  const at = (time: number) => {
    now = time
  }
  return { map, at }
}

it('an entry is gone when its life is over, and setting it again restarts its life', () => {
  const { map, at } = mapAt()
  map.set('a', 1)
  map.set('b', 1)
  at(5)
  map.set('b', 2)
  at(9)
  expect(map.get('a')).toBe(1)
  at(10)
  expect(map.get('a')).toBeUndefined()
  expect(map.get('b')).toBe(2)
})

it('one entry above the maximum removes the oldest entry alone', () => {
  const { map } = mapAt()
  for (const key of ['a', 'b', 'c']) map.set(key, 1)
  map.set('a', 2)
  map.set('d', 1)
  expect(['a', 'b', 'c', 'd'].map((key) => map.get(key))).toEqual([2, undefined, 1, 1])
})

it('a deleted entry is gone', () => {
  const { map } = mapAt()
  map.set('a', 1)
  map.delete('a')
  expect(map.get('a')).toBeUndefined()
})
