/** TEE frameworks the scripts can be restricted to. */
export const TEES = ['scone', 'gramine'] as const
/** Languages of the sample app. */
export const LANGUAGES = ['js', 'python'] as const

/**
 * Part of a list that an option selects; `all` is the whole list. Ends the process with code 2 on
 * any other word.
 */
export function choose<T extends string>(
  option: string,
  value: string,
  known: readonly T[],
): readonly T[] {
  if (value === 'all') return known
  if (known.includes(value as T)) return [value as T]
  console.error(`${option} is one of ${known.join(', ')}, all; it was "${value}".`)
  process.exit(2)
}
