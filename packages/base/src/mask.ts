/** What stands in place of a value that was taken out. */
export const MASK = '***'

/** Values too short to be told from ordinary words are masked only as whole words. */
const SHORT = 4
/** Shorter ones have too few characters of their own within base64, bytes. */
const SHORT_WITHIN = 6

/**
 * Takes values out of texts, in the forms they have in logs: as they are, in JSON, in URLs, in
 * base64 and in hex, or within other text's base64.
 */
export function maskOf(values: readonly string[]): (text: string) => string {
  const forms = new Set(values.flatMap((value) => (value === '' ? [] : formsOf(value))))
  const patterns = [...forms]
    .sort((a, b) => b.length - a.length)
    .map((form) => (form.length < SHORT ? `(?<!\\w)${escaped(form)}(?!\\w)` : escaped(form)))
  if (patterns.length === 0) return (text) => text
  const any = new RegExp(patterns.join('|'), 'g')
  return (text) => text.replace(any, MASK)
}

function formsOf(value: string): string[] {
  const bytes = Buffer.from(value)
  const json = JSON.stringify(value).slice(1, -1)
  return [
    ...[value, json, JSON.stringify(json).slice(1, -1), encodeURIComponent(value)],
    ...[
      bytes.toString('base64'),
      bytes.toString('base64url'),
      bytes.toString('hex'),
      bytes.toString('hex').toUpperCase(),
    ],
    ...(bytes.length < SHORT_WITHIN ? [] : [0, 1, 2].flatMap((before) => within(bytes, before))),
  ]
}

/** Base64 of a value at an offset in a text: the characters that depend on the value only. */
function within(bytes: Buffer, before: number): string[] {
  const all = Buffer.concat([Buffer.alloc(before), bytes])
  const [from, to] = [Math.ceil((before * 8) / 6), Math.floor((all.length * 8) / 6)]
  return [all.toString('base64'), all.toString('base64url')].map((text) => text.slice(from, to))
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
