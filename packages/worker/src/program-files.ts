import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SimError } from '@iexec-sim/base'
import type { ProgramBundles } from './worker-context.ts'

/**
 * The files of the two enclave programs, as copies in a folder: an update under a running network
 * must not change what was measured. Throws `PROGRAM_MISSING` when they were not built.
 */
export function programBundles(dir: string): ProgramBundles {
  const copyOf = (name: string) => {
    const file = fileURLToPath(new URL(`../generated/${name}.mjs`, import.meta.url))
    if (!existsSync(file)) throw new SimError('PROGRAM_MISSING', { file })
    const copy = join(dir, `${name}.mjs`)
    rmSync(copy, { force: true }) // that of an earlier start may be read-only
    copyFileSync(file, copy)
    return copy
  }
  return { preCompute: copyOf('pre-compute'), postCompute: copyOf('post-compute') }
}
