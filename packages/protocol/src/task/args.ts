/** Arguments of a task as a worker reads them. */
export interface SplitArgs {
  /** The arguments the app gets. */
  argv: string[]
  /**
   * One sentence on the part of the text that the app does not get, with the fix; absent if nothing
   * was lost.
   */
  warning?: string
}

/** State of the splitter: outside of quotes, or inside those that the character opened. */
type State = '' | '"' | "'"

/**
 * Splits command-line text as the real worker's splitter does. A blank (U+0020 alone) ends an
 * argument, single and double quotes group and are removed, a backslash stays and takes a quote its
 * meaning. An empty argument is left out. Unbalanced quotes give no argument at all; the task still
 * runs.
 */
export function tokenizeArgs(text: string): string[] {
  const { argv, state } = split(text)
  return state === '' ? argv : []
}

/** Splits like {@link tokenizeArgs} and returns the dropped text too. */
export function explainArgs(text: string): SplitArgs {
  const { argv, state, removed } = split(text)
  if (state !== '')
    return {
      argv: [],
      warning: `Every argument was dropped: the quotes of "${shortened(text)}" are not balanced. Close each quote, or put a backslash before it.`,
    }
  if (removed && /[{[].*"/s.test(text))
    return {
      argv,
      warning: `Workers removed the quotes of "${shortened(text)}", which looks like JSON. Put it in single quotes to keep them: '{"key":"value"}'.`,
    }
  return text.trim() !== '' && argv.length === 0
    ? { argv, warning: 'The arguments hold nothing but quotes and blanks: the app gets none.' }
    : { argv }
}

function split(text: string): { argv: string[]; state: State; removed: boolean } {
  const argv: string[] = []
  let [current, state, isEscaped, removed] = ['', '' as State, false, false]
  for (const piece of text.split(/(["' \\])/)) {
    if (piece === '') continue
    const isQuote = piece === '"' || piece === "'"
    const ends = state === '' ? isQuote : piece === state
    if (ends && isEscaped) {
      current += piece
      isEscaped = false
    } else if (ends) {
      state = state === '' ? (piece as State) : ''
      if (piece === '"') removed = true
    } else if (piece === ' ' && state === '') {
      // A backslash before the blank is still in force after it: the real splitter forgets to take
      // it back.
      if (current !== '') argv.push(current)
      current = ''
    } else {
      current += piece
      isEscaped = piece === '\\'
    }
  }
  if (current !== '') argv.push(current)
  return { argv, state, removed }
}

const SHORT = 60
const shortened = (text: string): string =>
  text.length > SHORT ? `${text.slice(0, SHORT)}…` : text
