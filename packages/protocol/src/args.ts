/**
 * Splits command-line text as workers do: on blanks, single or double quotes group and are removed.
 * Unbalanced quotes, or text glued to a closing quote, give no argument at all; the task still runs.
 */
export function tokenizeArgs(text: string): string[] {
  const tokens: string[] = []
  let rest = text.trimStart()
  while (rest !== '') {
    const [token] = /^(?:[^\s'"]|"[^"]*"(?=\s|$)|'[^']*'(?=\s|$))+(?=\s|$)/.exec(rest) ?? []
    if (token === undefined) return []
    tokens.push(token.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'))
    rest = rest.slice(token.length).trimStart()
  }
  return tokens
}
