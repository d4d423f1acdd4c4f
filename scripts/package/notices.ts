import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { type Licensed, licenceOf } from './licences.ts'

/** Name of the file that is shipped beside a bundle. */
export const NOTICES_FILE = 'THIRD-PARTY-NOTICES.txt'

const HEAD = 'Parts of the following packages are inside the files this one is shipped with.'
const RULE = `\n\n${'='.repeat(80)}\n`

/**
 * Writes the notices of a bundle, and of what else is inside.
 * @param file where to
 * @param moduleIds the bundler's list of modules; those of installed packages and of its own
 * runtime count
 * @param more folders of further packages that are inside, and files of notices made earlier
 */
export function writeNotices(
  file: string,
  moduleIds: readonly string[],
  more: { folders?: readonly string[]; notices?: readonly string[] } = {},
): void {
  const folders = [...moduleIds.flatMap(packageFolderOf), ...(more.folders ?? [])]
  const sections = [
    ...folders.map(licenceOf).map(section),
    ...(more.notices ?? []).flatMap(sectionsIn),
  ]
  writeFileSync(file, `${[HEAD, ...[...new Set(sections)].sort()].join(RULE)}\n`)
}

/** The packages a file of notices names, as `name version`. */
export const noticesIn = (file: string): string[] =>
  sectionsIn(file).map((text) => text.split(/ \(|\n/, 1)[0]!)

const section = ({ name, version, licence, text }: Licensed): string =>
  `${name} ${version} (${licence})\n\n${text}`

const sectionsIn = (file: string): string[] =>
  readFileSync(file, 'utf8').trimEnd().split(RULE).slice(1)

/** Folder of the installed package a module is of; none for a module of the workspace. */
function packageFolderOf(id: string): string[] {
  if (id.startsWith('\0rolldown/'))
    return [dirname(createRequire(import.meta.url).resolve('rolldown/package.json'))]
  const file = id.replace(/^\0/, '').replace(/\?.*$/, '')
  const [, ...rest] = file.split(`${sep}node_modules${sep}`)
  if (rest.length === 0) return []
  const parts = rest.at(-1)!.split(sep)
  const name = parts.slice(0, parts[0]!.startsWith('@') ? 2 : 1).join(sep)
  const folder = join(
    file.slice(0, file.lastIndexOf(`${sep}node_modules${sep}`)),
    'node_modules',
    name,
  )
  if (!existsSync(join(folder, 'package.json')))
    throw new Error(`${id} is in the bundle, and its package is unknown`)
  return [folder]
}
