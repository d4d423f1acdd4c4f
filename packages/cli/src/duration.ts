import { SimError } from '@iexec-sim/protocol'

const UNITS_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds of a duration such as `90s` or `7d`; `-2h` where it may be below zero. Throws `BAD_OPTION` in the name of the option. */
export function durationMs(text: string, option: string, { signed = false } = {}): number {
  const [, sign, number, unit] = /^(-?)(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? []
  if (!number || !unit || (sign && !signed))
    throw new SimError('BAD_OPTION', { option, value: text, reason: 'it is not a number with ms, s, m, h or d' })
  return Math.round(Number(`${sign}${number}`) * UNITS_MS[unit]!)
}
