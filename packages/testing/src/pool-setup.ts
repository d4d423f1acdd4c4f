import { NetworkPool } from './pool.ts'
import { POOL_VARIABLE } from './pool-client.ts'

let pool: NetworkPool | undefined

/** As `globalSetup` of a test runner: keeps networks warm for the test files, two unless `IEXEC_SIM_TEST_POOL_SIZE` says otherwise. */
export async function setup(): Promise<void> {
  pool = await NetworkPool.start(Number(process.env.IEXEC_SIM_TEST_POOL_SIZE ?? 2))
  process.env[POOL_VARIABLE] = pool.url
}

/** Ends all of them. */
export async function teardown(): Promise<void> {
  delete process.env[POOL_VARIABLE]
  await pool?.close()
}

/** The same for runners that take a default export, and its answer as what ends it. */
export default async function setupWithTeardown(): Promise<() => Promise<void>> {
  await setup()
  return teardown
}
