import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { dependenciesOf } from './dependencies.ts'
import type { Entries } from './entries.ts'

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
}

/** Code of the workspace is bundled, and nothing else. */
export const isForeign = (id: string): boolean => !/^[./#]|^@iexec-sim\//.test(id)

/** Bundles a package with the workspace packages it imports; what is imported lazily stays lazy. */
export async function bundle({ root, folder, entries, lib }: BundleOptions) {
  const importers = new Map<string, string>()
  const build = await rolldown({
    input: Object.fromEntries(
      Object.entries(entries).map(([name, source]) => [name, join(folder, source)]),
    ),
    platform: 'node',
    plugins: [
      {
        name: 'who-imports-what',
        resolveId(id, importer) {
          if (!importer || !isForeign(id)) return null
          importers.set(id, importer)
          return { id, external: true }
        },
      },
    ],
    logLevel: 'warn',
    checks: { pluginTimings: false },
  })
  const { output } = await build.write({
    dir: lib,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  })
  await build.close()
  const chunks = output.filter((file) => file.type === 'chunk')
  const moduleIds = chunks.flatMap(({ moduleIds }) => moduleIds)
  const modules = moduleIds.filter((id) => id.startsWith(root))
  return { moduleIds, modules, dependencies: dependenciesOf({ root, chunks, importers, modules }) }
}
