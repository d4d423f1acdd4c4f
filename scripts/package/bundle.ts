import { isBuiltin } from 'node:module'
import { dependenciesOf, packageName } from './dependencies.ts'
import type { Entries } from './entries.ts'
import { lateDependencies, lateModules } from './late.ts'
import { rolled } from './rolled.ts'

/** Entry points and target of a bundle. */
export interface BundleOptions {
  /** Folder of the workspace. */
  root: string
  /** Folder of the package. */
  folder: string
  entries: Entries
  /**
   * Folder the files go to. All are side by side: what they find relative to themselves is where it
   * was below `src/`.
   */
  lib: string
  /** Packages that whoever installs the package provides. */
  peers: readonly string[]
}

/** Whether a module is of another package than those of the workspace. */
export const isForeign = (id: string): boolean => !/^[./#\0]|^@iexec-sim\//.test(id)

/**
 * Packages that stay dependencies: native code, parts that are optional or loaded after the start,
 * and packages that bring no text of their licence.
 */
const KEPT = [
  '@fastify/ajv-compiler',
  '@fastify/fast-json-stringify-compiler',
  '@nomicfoundation/edr',
  'ajv',
  'blockstore-core',
  'ipfs-unixfs-exporter',
  'ipfs-unixfs-importer',
  'multiformats',
  'tiny-secp256k1',
  'ws',
]

/**
 * Bundles a package with all that it imports: loading a thousand small files takes longer than
 * running them. What is imported lazily stays lazy. The packages that stay outside are
 * {@link KEPT} and `peers`.
 */
export async function bundle(options: BundleOptions) {
  const { root, peers } = options
  const isKept = (id: string) => isBuiltin(id) || [...KEPT, ...peers].includes(packageName(id))
  const importers = new Map<string, string>()
  const output = await rolled(options, {
    plugins: [
      lateModules(),
      {
        name: 'who-imports-what',
        resolveId(id, importer) {
          if (!importer || !isForeign(id)) return null
          if (!importer.includes('/node_modules/')) importers.set(id, importer)
          return isKept(id) ? { id, external: true } : null
        },
      },
    ],
  })
  const chunks = output.filter((file) => file.type === 'chunk')
  const moduleIds = chunks.flatMap(({ moduleIds }) => moduleIds)
  const modules = moduleIds.filter((id) => id.startsWith(root) && !id.includes('/node_modules/'))
  const late = lateDependencies(moduleIds)
  const dependencies = dependenciesOf({ root, chunks, importers, modules, late })
  return { moduleIds, modules, importers, dependencies }
}
