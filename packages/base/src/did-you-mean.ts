import { closestMatch } from 'leven'

/** Most letters a word may differ by from the one that was meant. */
const MOST_TYPOS = 4

/**
 * The end of a sentence about an unknown word: `; did you mean "near"?`, or a full stop if no known
 * word is near.
 */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = closestMatch(word, known, { maxDistance: MOST_TYPOS })
  return near === undefined ? '.' : `; did you mean "${near}"?`
}
