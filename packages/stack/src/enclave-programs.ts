import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { SimError } from '@iexec-sim/protocol'
import type { TeePrograms } from '@iexec-sim/sms'
import type { TeeDriver } from '@iexec-sim/tee'
import type { ProgramBundles } from '@iexec-sim/worker'

/** The files of the two enclave programs. Throws `PROGRAM_MISSING` when they were not built. */
export function programBundles(): ProgramBundles {
  const file = (name: string) =>
    fileURLToPath(new URL(`../generated/${name}.mjs`, import.meta.resolve('@iexec-sim/worker')))
  const bundles = { preCompute: file('pre-compute'), postCompute: file('post-compute') }
  for (const path of Object.values(bundles))
    if (!existsSync(path)) throw new SimError('PROGRAM_MISSING', { file: path })
  return bundles
}

/** What a framework's SMS says of the programs. Only enclaves measured so get a pre- or post-compute stage's variables. */
export async function measurePrograms(
  driver: TeeDriver,
  { preCompute, postCompute }: ProgramBundles,
): Promise<TeePrograms> {
  const [pre, post] = await Promise.all([
    driver.measureProgram(preCompute, 'pre-compute'),
    driver.measureProgram(postCompute, 'post-compute'),
  ])
  const properties = (name: string, fingerprint: string) => ({
    image: `iexec-sim/${name}`,
    fingerprint,
    entrypoint: `node ${name}.mjs`,
    heapSizeInBytes: 3_221_225_472,
  })
  return { preCompute: properties('pre-compute', pre), postCompute: properties('post-compute', post) }
}
