import { expect, it } from 'vitest'
import { candidateSubnets } from './subnets.ts'

it('offers every subnet of the pool once', () => {
  expect(new Set(candidateSubnets([])).size).toBe(1_024)
})

it('starts at the given index and wraps around', () => {
  const candidates = candidateSubnets([], 1_023)
  expect(candidates.slice(0, 2)).toEqual(['10.231.255.192/26', '10.231.0.0/26'])
})

it('omits subnets that overlap a taken one, larger or smaller', () => {
  const candidates = candidateSubnets(['10.231.0.64/28', '10.231.1.0/24', '172.17.0.0/16', ''], 0)
  expect(candidates.slice(0, 3)).toEqual(['10.231.0.0/26', '10.231.0.128/26', '10.231.0.192/26'])
  expect(candidates).not.toContain('10.231.1.128/26')
  expect(candidates).toHaveLength(1_024 - 5)
})

it('offers nothing when the pool is taken', () => {
  expect(candidateSubnets(['10.0.0.0/8'])).toEqual([])
})
