/** Deepest nesting of lists and objects a request may have; the deepest real ones, traces' options, have five. */
export const DEEPEST = 200

/**
 * Whether a JSON text nests deeper than {@link DEEPEST}. Looked at before it is read: what reads JSON gets by with any depth, what
 * writes it again does not.
 */
export function isTooDeep(text: string): boolean {
  let depth = 0
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (inString) {
      if (char === BACKSLASH) i++
      else if (char === QUOTE) inString = false
    } else if (char === QUOTE) inString = true
    else if (char === LIST || char === OBJECT) {
      if (++depth > DEEPEST) return true
    } else if (char === LIST_END || char === OBJECT_END) depth--
  }
  return false
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const LIST = 0x5b
const LIST_END = 0x5d
const OBJECT = 0x7b
const OBJECT_END = 0x7d
