import { existsSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join } from 'node:path'
import { type Manifest, readManifest } from './manifest.ts'

/** A file of a bundle, as far as its imports go. */
interface Chunk {
  fileName: string
  imports: readonly string[]
  dynamicImports: readonly string[]
}

/** A bundle, and who of the workspace imports what. */
export interface Bundled {
  root: string
  chunks: readonly Chunk[]
  /** Import as written, to a file that has it. */
  importers: ReadonlyMap<string, string>
  /** Files of the workspace that are in the bundle. */
  modules: readonly string[]
  /** Packages that the bundle loads when it needs them. */
  late: readonly string[]
}

/**
 * Packages a bundle needs, in the versions the workspace has. Fails when one is not among the
 * `dependencies` of the workspace package that imports it: then it is there by chance.
 */
export function dependenciesOf({
  root,
  chunks,
  importers,
  modules,
  late,
}: Bundled): Record<string, string> {
  for (const [id, importer] of importers)
    if (!isBuiltin(id)) installed(packageName(id), packageFolder(root, importer))
  const own = new Set(chunks.map(({ fileName }) => fileName))
  const imported = [
    ...late,
    ...chunks.flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports]),
    ...modules.flatMap((file) => required(readFileSync(file, 'utf8'))),
  ]
  const foreign = [...new Set(imported)].filter((id) => !own.has(id) && !isBuiltin(id))
  const found = foreign.map((id) => {
    const importer =
      importers.get(id) ?? modules.find((file) => required(readFileSync(file, 'utf8')).includes(id))
    if (importer === undefined)
      throw new Error(`"${id}" is in the bundle, and no file of the workspace imports it`)
    return installed(packageName(id), packageFolder(root, importer))
  })
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function installed(name: string, folder: string): [name: string, version: string] {
  const {
    name: importer,
    dependencies = {},
    peerDependencies = {},
  }: Manifest = readManifest(folder)
  if (!(name in dependencies) && !(name in peerDependencies))
    throw new Error(`${importer} imports "${name}", which is not among its dependencies`)
  return [name, readManifest(join(folder, 'node_modules', name)).version]
}

/** What published declarations import, and where from. */
interface Typed extends Pick<Bundled, 'root' | 'importers' | 'modules'> {
  /** The imports as written. */
  typed: readonly string[]
}

/**
 * Packages that published declarations need: those they import, and their packages of types where
 * they have none of their own.
 */
export function typesOf({ root, typed, importers, modules }: Typed): Record<string, string> {
  const folders = new Set(modules.map((file) => packageFolder(root, file)))
  const found = typed.flatMap((id) => {
    const importer = importers.get(id)
    const own =
      importer === undefined ? [] : [installed(packageName(id), packageFolder(root, importer))]
    const name = join('@types', packageName(id))
    const folder = [...folders].find((folder) => existsSync(join(folder, 'node_modules', name)))
    if (folder === undefined) return own
    return [...own, [name, readManifest(join(folder, 'node_modules', name)).version] as const]
  })
  return Object.fromEntries(found)
}

/** Modules loaded by a literal `require`, which a bundler of modules does not see. */
const required = (code: string): string[] =>
  [...code.matchAll(/\brequire\(['"]([^'".][^'"]*)['"]\)/g)].map(([, id]) => id!)

/** Name of the package of an import. */
export const packageName = (id: string): string =>
  id.split('/', id.startsWith('@') ? 2 : 1).join('/')

/** Folder of the workspace package a file is in: it holds `src/`. */
function packageFolder(root: string, file: string): string {
  let folder = dirname(file)
  while (folder !== root && !folder.endsWith('/src')) folder = dirname(folder)
  return dirname(folder)
}
