import type { Facts } from '../step.ts'

/** Most characters of a sentence in a record. */
const LONGEST_TEXT = 2_000
/** Most characters of one detail, and most items of a list. */
const LONGEST_FACT = 500
const MOST_ITEMS = 50

/** A text that may come from anywhere, cut to a length that fits a record. */
export const shortText = (text: string, most = LONGEST_TEXT): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text

/** Details without those that are absent, each cut to a length that fits a record. */
export function shortFacts(facts: Facts = {}): Facts {
  const entries = Object.entries(facts).filter(([, value]) => value !== undefined)
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      typeof value === 'string'
        ? shortText(value, LONGEST_FACT)
        : Array.isArray(value)
          ? value.slice(0, MOST_ITEMS).map((item) => shortText(String(item), LONGEST_FACT))
          : value,
    ]),
  )
}
