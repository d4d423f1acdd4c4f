import type { TeePrograms } from '@iexec-sim/sms'
import type { TeeDriver } from '@iexec-sim/tee'
import type { ProgramBundles } from '@iexec-sim/worker'

/**
 * Fingerprints of the programs, as a framework's SMS reports them. Only enclaves with these get a
 * pre- or post-compute stage's variables.
 */
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
  return {
    preCompute: properties('pre-compute', pre),
    postCompute: properties('post-compute', post),
  }
}
