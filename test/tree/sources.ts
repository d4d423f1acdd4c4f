import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** Folder of the workspace. */
export const ROOT = join(import.meta.dirname, '../..')

/** A package of the workspace. */
export interface Package {
  /** Name without the scope. */
  name: string
  /** Folder, relative to the workspace. */
  dir: string
  /** Files its entries lead to, by the name others import them under. */
  entries: Map<string, string>
}

/** The packages whose code is what is shipped. */
export const packages: readonly Package[] = [
  'contracts',
  'docker',
  'docs',
  ...globSync('packages/*/package.json', { cwd: ROOT }).map(dirname),
]
  .sort()
  .map((dir) => {
    const { name, exports = {} } = JSON.parse(readFileSync(join(ROOT, dir, 'package.json'), 'utf8'))
    const entries = Object.entries(exports as Record<string, string>).map(
      ([entry, file]) => [join(name, entry), join(dir, file)] as const,
    )
    return { name: name.replace('@iexec-sim/', ''), dir, entries: new Map(entries) }
  })

/** Source files of a package, without tests; paths are relative to the workspace. */
export const sourcesOf = ({ dir }: Package): string[] =>
  globSync(`${dir}/src/**/*.ts`, { cwd: ROOT }).filter((file) => !file.endsWith('.test.ts'))

/** Specifiers a file imports, including types and lazy imports. */
export function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  return [...text.matchAll(/(?:\bfrom |\bimport\()'([^']+)'/g)].map(([, name]) => name!)
}

const entries = new Map(packages.flatMap((one) => [...one.entries]))

/** The file of the workspace that an import leads to; `undefined` for what is another's. */
export const fileOf = (importer: string, name: string): string | undefined =>
  name.startsWith('.') ? normalize(join(dirname(importer), name)) : entries.get(name)
