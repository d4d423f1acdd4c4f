const UNITS_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds of a duration such as `90s`, `1.5h` or `-7d`; `undefined` for any other text. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit] = /^(-?\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? []
  return number && unit ? Math.round(Number(number) * UNITS_MS[unit]!) : undefined
}
