import { describe, expect, it } from 'vitest'
import { parseDuration } from './duration.ts'

describe('a duration', () => {
  it.each([
    ['250ms', 250],
    ['90s', 90_000],
    ['1.5h', 5_400_000],
    ['7d', 604_800_000],
    ['-2m', -120_000],
    ['0.0004s', 0],
  ])('%s is read as %d milliseconds', (text, ms) => expect(parseDuration(text)).toBe(ms))

  it.each(['', '5', 's', '5 m', '1e3s', '--1s', '5min', '.5h', '5m\n'])('is not %j', (text) =>
    expect(parseDuration(text)).toBeUndefined(),
  )
})
