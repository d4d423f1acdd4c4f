/**
 * Splits command-line text as workers do: on blanks, single or double quotes group and are removed.
 * Unbalanced quotes give no argument at all; the task still runs.
 */
export function tokenizeArgs(text: string): string[] {
  const tokens: string[] = []
  let current: string | undefined
  let quote: string | undefined
  for (const char of text) {
    if (quote !== undefined) {
      if (char === quote) quote = undefined
      else current += char
    } else if (char === '"' || char === "'") {
      quote = char
      current ??= ''
    } else if (/\s/.test(char)) {
      if (current !== undefined) tokens.push(current)
      current = undefined
    } else {
      current = (current ?? '') + char
    }
  }
  if (quote !== undefined) return []
  if (current !== undefined) tokens.push(current)
  return tokens
}
