import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { SimError } from '@iexec-sim/base'
import type { ProgramBundles } from './worker-context.ts'

/** The files of the two enclave programs. Throws `PROGRAM_MISSING` when they were not built. */
export function programBundles(): ProgramBundles {
  const file = (name: string) => fileURLToPath(new URL(`../generated/${name}.mjs`, import.meta.url))
  const bundles = { preCompute: file('pre-compute'), postCompute: file('post-compute') }
  for (const path of Object.values(bundles))
    if (!existsSync(path)) throw new SimError('PROGRAM_MISSING', { file: path })
  return bundles
}
