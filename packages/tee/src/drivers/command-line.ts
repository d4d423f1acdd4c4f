import { isDeepStrictEqual } from 'node:util'
import { SimError } from '@iexec-sim/base'
import { tokenizeArgs } from '@iexec-sim/protocol'

/**
 * Writes a start command as the one line that splits into the same words again; throws
 * `COMMAND_NOT_QUOTABLE`.
 */
export function commandLine(words: readonly string[]): string {
  let line = ''
  for (const [index, word] of words.entries()) {
    line += (index === 0 ? '' : ' ') + quote(word)
    // The splitter drops empty words, and a backslash before a quote outlives both.
    if (!isDeepStrictEqual(tokenizeArgs(line), words.slice(0, index + 1)))
      throw new SimError('COMMAND_NOT_QUOTABLE', { word: JSON.stringify(word) })
  }
  return line
}

function quote(word: string): string {
  if (/^[^ '"]+$/.test(word)) return word
  return word.includes('"') ? `'${word}'` : `"${word}"`
}
