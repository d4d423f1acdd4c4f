import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { dts } from 'rolldown-plugin-dts'
import { type BundleOptions, isForeign } from './bundle.ts'
import { rolled } from './rolled.ts'

/**
 * Rolls the types of a package's entry points up, so that none of the workspace is imported;
 * returns what is.
 */
export async function bundleTypes(options: BundleOptions): Promise<string[]> {
  const { root, folder } = options
  const output = await rolled(options, {
    external: isForeign,
    // Its folder is the compiler's root, so it has to be above all packages.
    plugins: [
      dts({ emitDtsOnly: true, tsconfig: join(root, 'tsconfig.packages.json'), logger: quiet }),
    ],
  })
  const imported = output.flatMap((file) =>
    file.type === 'chunk' ? [...file.imports, ...file.dynamicImports] : [],
  )
  const own = imported.find((id) => id.startsWith('@iexec-sim/'))
  if (own) throw new Error(`the types of ${folder} import ${own}`)
  return [...new Set(imported)].filter((id) => isForeign(id) && !isBuiltin(id))
}

/** At each build it says that it is new to this compiler. */
const quiet = { ...console, warn: () => {}, info: () => {} }
