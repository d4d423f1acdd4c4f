/**
 * Whether lists and objects of a JSON text nest deeper than `most`. Looks at brackets outside of
 * strings, in one pass and without recursion, so that it holds for any text, well formed or not.
 */
export function nestsDeeper(json: string, most: number): boolean {
  const marks = /["[\]{}]/g
  let depth = 0
  for (let mark = marks.exec(json); mark; mark = marks.exec(json)) {
    if (mark[0] === '"') {
      const end = endOfString(json, mark.index + 1)
      if (end === -1) return false
      marks.lastIndex = end + 1
    } else if (mark[0] === '[' || mark[0] === '{') {
      depth += 1
      if (depth > most) return true
    } else depth -= 1
  }
  return false
}

/** Index of the closing quote of the string that begins at `from`; -1 without one. */
function endOfString(json: string, from: number): number {
  for (let quote = json.indexOf('"', from); quote !== -1; quote = json.indexOf('"', quote + 1)) {
    let backslashes = 0
    while (quote - 1 - backslashes >= from && json[quote - 1 - backslashes] === '\\')
      backslashes += 1
    if (backslashes % 2 === 0) return quote
  }
  return -1
}
