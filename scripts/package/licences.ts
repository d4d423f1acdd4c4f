import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A foreign package, and the texts its licence requires to pass on. */
export interface Licensed {
  name: string
  version: string
  /** SPDX expression of its package.json. */
  licence: string
  /** Licence and notices, as the package brings them. */
  text: string
}

/** Licences under which code may be inside what is published. */
const ALLOWED: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'Python-2.0',
  'Unlicense',
])
const LICENCE_FILE = /^(licen[cs]e|copying|notice|third-party-licen[cs]es?)\b/i
/** Texts of packages that were published without theirs, by name with `+` for the slash. */
const MISSING_TEXTS = join(import.meta.dirname, 'licences')

/**
 * Reads the licence of an installed package. Fails if the licence has no text, or is not an allowed
 * one.
 */
export function licenceOf(folder: string): Licensed {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    string,
    unknown
  >
  const name = String(manifest.name)
  const licence = typeof manifest.license === 'string' ? manifest.license : 'none'
  if (!isAllowed(licence))
    throw new Error(
      `${name} is inside the bundle, and its licence (${licence}) is not among the allowed ones`,
    )
  const text = textsIn(folder) || textInReadme(folder) || textKeptFor(name)
  if (!text)
    throw new Error(`${name} is inside the bundle, and brings no text of its licence (${licence})`)
  return { name, version: String(manifest.version), licence, text }
}

/**
 * One of alternatives has to be allowed, of licences that hold together each. Anything more
 * involved is refused.
 */
const isAllowed = (expression: string): boolean =>
  expression
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((id) => ALLOWED.has(id)))

const textsIn = (folder: string): string =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENCE_FILE.test(entry.name))
    .map(({ name }) => readFileSync(join(folder, name), 'utf8').trim())
    .join('\n\n')

/**
 * Some packages have their licence at the end of their README alone; a mere name does not count as
 * a text.
 */
function textInReadme(folder: string): string {
  const file = join(folder, 'README.md')
  const readme = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const [, text = ''] = /^(?:#+ *licen[cs]e\b.*|licen[cs]e *\n-+ *)\n([\s\S]*)/im.exec(readme) ?? []
  return /copyright/i.test(text) && /permission|redistribution/i.test(text) ? text.trim() : ''
}

function textKeptFor(name: string): string {
  const file = join(MISSING_TEXTS, `${name.replace('/', '+')}.txt`)
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
}
