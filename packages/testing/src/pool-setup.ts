import { SimError } from '@iexec-sim/base'
import { NetworkPool } from './pool.ts'
import { POOL_VARIABLE } from './pool-client.ts'

let pool: NetworkPool | undefined

/**
 * As `globalSetup` of a test runner: keeps networks warm for the test files, two unless
 * `IEXEC_SIM_TEST_POOL_SIZE` says otherwise.
 */
export async function setup(): Promise<void> {
  pool = await NetworkPool.start(poolSize())
  process.env[POOL_VARIABLE] = pool.url
}

/** Throws `BAD_OPTION` for an invalid size. */
function poolSize(): number {
  const { IEXEC_SIM_TEST_POOL_SIZE: value = '2' } = process.env
  const size = Number(value)
  if (Number.isInteger(size) && size >= 1 && size <= 32) return size
  const reason = 'it is not a whole number from 1 to 32'
  throw new SimError('BAD_OPTION', { option: 'IEXEC_SIM_TEST_POOL_SIZE', value, reason })
}

/** Ends all of them. */
export async function teardown(): Promise<void> {
  delete process.env[POOL_VARIABLE]
  await pool?.close()
}

/** The same for runners that take a default export, and end it with its result. */
export default async function setupWithTeardown(): Promise<() => Promise<void>> {
  await setup()
  return teardown
}
