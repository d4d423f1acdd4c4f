/** One JSON object as written: its members in order, each value as the text it was written with. */
export interface JsonObjectText {
  /** Members in order: name and text of the value. */
  members: [name: string, value: string][]
  /** Index of the first character after the object. */
  end: number
  /** Depth of the deepest array or object, the object itself counted. */
  depth: number
}

/** Position of a flaw in JSON text; lines and columns count from 1. */
export class JsonFlaw extends Error {
  constructor(text: string, at: number) {
    const before = text.slice(0, at).split('\n')
    const place = `line ${before.length}, column ${before.at(-1)!.length + 1}`
    super(
      at >= text.length
        ? `the text ends too early, at ${place}`
        : `${nameOf(text, at)} at ${place}`,
    )
  }
}

const BLANK = /[ \t\r\n]*/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON text may not hold them as they are
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y
const SCALAR =
  /(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)(?![\w.+-])/y

/**
 * Reads the first JSON value of a text, which has to be an object; the text after it is ignored.
 * The text is never quoted in the {@link JsonFlaw} it throws: it may hold a secret.
 */
export function readJsonObject(text: string): JsonObjectText {
  let at = 0
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const [found] = pattern.exec(text) ?? []
    if (found !== undefined) at += found.length
    return found
  }
  const expect = (found: string | undefined): string => {
    if (found === undefined) throw new JsonFlaw(text, at)
    return found
  }
  const take = (characters: string): string | undefined => {
    match(BLANK)
    return characters.includes(text[at] ?? '\0') ? text[at++] : undefined
  }
  const name = (): string => {
    match(BLANK)
    const written = expect(match(STRING))
    expect(take(':'))
    return JSON.parse(written) as string
  }

  const members: JsonObjectText['members'] = []
  // Iterative, so that no nesting is too deep for the stack.
  const open: string[] = [expect(take('{'))]
  let [depth, member, start] = [1, '', 0]
  let isFresh = true
  while (open.length > 0) {
    const closing = open.at(-1) === '{' ? '}' : ']'
    if (take(closing)) {
      open.pop()
      if (open.length === 1) members.push([member, text.slice(start, at)])
      isFresh = false
      continue
    }
    if (!isFresh) expect(take(','))
    const isMember = open.at(-1) === '{' ? name() : undefined
    match(BLANK)
    if (open.length === 1) [member, start] = [isMember!, at]
    const opened = take('{[')
    if (opened) open.push(opened)
    else {
      expect(match(STRING) ?? match(SCALAR))
      if (open.length === 1) members.push([member, text.slice(start, at)])
    }
    depth = Math.max(depth, open.length)
    isFresh = opened !== undefined
  }
  return { members, end: at, depth }
}

function nameOf(text: string, at: number): string {
  const code = text.codePointAt(at)!
  if (code === 0xfeff) return 'a byte order mark (U+FEFF)'
  return `an unexpected character (U+${code.toString(16).toUpperCase().padStart(4, '0')})`
}
