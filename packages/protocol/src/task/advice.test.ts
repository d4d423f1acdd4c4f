import { expect, it } from 'vitest'
import { adviceOn } from './advice.ts'

it('a cause with a known explanation has its reason and its fix', () => {
  expect(adviceOn('PRE_COMPUTE_DATASET_KEY_MISSING')).toEqual({
    reason: 'The SMS has no key for the dataset.',
    fix: 'Push it with "iexec dataset push-secret".',
  })
})

it('a diagnosis that ends with what to do is split there', () => {
  expect(adviceOn('APP_COMPUTE_TIMEOUT', 'the app ran too long; make it faster')).toEqual({
    reason: 'The app ran too long.',
    fix: 'Make it faster.',
  })
})

it('a diagnosis that says no fix gets that of its cause', () => {
  expect(adviceOn('APP_COMPUTE_FAILED', 'exit code 3; nothing was printed')).toEqual({
    reason: 'Exit code 3; nothing was printed.',
    fix: expect.stringContaining('task logs'),
  })
})

it('a cause of which nothing is known has neither', () => {
  expect(adviceOn('UNKNOWN')).toEqual({})
})
