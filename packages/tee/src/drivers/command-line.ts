import { SimError } from '@iexec-sim/protocol'

/** Writes a start command as the one line that splits into the same words again; throws `COMMAND_NOT_QUOTABLE`. */
export function commandLine(words: readonly string[]): string {
  return words.map(quote).join(' ')
}

function quote(word: string): string {
  if (/^[^\s'"]+$/.test(word)) return word
  if (!word.includes('"')) return `"${word}"`
  if (!word.includes("'")) return `'${word}'`
  throw new SimError('COMMAND_NOT_QUOTABLE', { word })
}
