import { parseDuration, SimError } from '@iexec-sim/base'

/**
 * Milliseconds of a duration such as `90s` or `7d`; `-2h` where it may be below zero. Throws
 * `BAD_OPTION` in the name of the option.
 */
export function durationMs(text: string, option: string, { signed = false } = {}): number {
  const ms = parseDuration(text)
  if (ms === undefined || (text.startsWith('-') && !signed))
    throw new SimError('BAD_OPTION', {
      option,
      value: text,
      reason: 'a number with ms, s, m, h or d is required',
    })
  return ms
}
