import { MASK } from '../cells/asker.ts'

/** Values too short to be told from ordinary words are masked only as whole words. */
const SHORT = 4

/** Takes values out of texts, in the forms they have in logs: as they are, in JSON, in URLs, in base64 and in hex. */
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
    ...[bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex')],
  ]
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
