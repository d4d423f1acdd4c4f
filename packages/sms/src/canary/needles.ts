import type { LeakEncoding } from '@iexec-sim/timeline'

/** A form that a value may have, and what it is called. */
export interface Needle {
  /** How the value is written. */
  encoding: LeakEncoding
  /** The bytes to look for. */
  bytes: Buffer
}

/** The forms of a value that are looked for as they are. */
export function needlesOf(value: string): Needle[] {
  const plain = Buffer.from(value, 'utf8')
  const hex = plain.toString('hex')
  const reversed = Buffer.from([...value].reverse().join(''), 'utf8')
  return [
    { encoding: 'plain', bytes: plain },
    ...(reversed.equals(plain) ? [] : [{ encoding: 'reversed' as const, bytes: reversed }]),
    ...formOf(value),
    { encoding: 'hex', bytes: Buffer.from(hex) },
    ...(hex === hex.toUpperCase()
      ? []
      : [{ encoding: 'hex' as const, bytes: Buffer.from(hex.toUpperCase()) }]),
    ...base64Forms(plain).map((text) => ({
      encoding: 'base64' as const,
      bytes: Buffer.from(text),
    })),
  ]
}

/** The value as a form sends it, with plus signs for blanks. */
function formOf(value: string): Needle[] {
  if (!value.includes(' ')) return []
  const text = new URLSearchParams({ v: value }).toString().slice(2)
  return [{ encoding: 'url', bytes: Buffer.from(text) }]
}

/**
 * The characters of base64 that depend on the value alone, for each of the three places that it can
 * have in a text that is encoded with it, and in both alphabets.
 */
function base64Forms(plain: Buffer): string[] {
  const forms = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), plain]).toString('base64')
    const first = Math.ceil((before * 8) / 6)
    const end = Math.floor(((before + plain.length) * 8) / 6)
    return text.slice(first, end)
  })
  const url = forms.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))
  return [...new Set([...forms, ...url])]
}
