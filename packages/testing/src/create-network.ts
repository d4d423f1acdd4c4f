import { startAlone } from './network-host.ts'
import type { NetworkOptions } from './network-options.ts'
import { isDefault, takeFromPool } from './pool-client.ts'
import { TestNetwork } from './test-network.ts'

export type { NetworkOptions } from './network-options.ts'

/**
 * A running network of its own: free ports, state in memory, nothing shared with any other. Use it
 * with `await using`, or close it. It comes from the pool where there is one and nothing special is
 * asked for; otherwise it is started, which takes about a second. Throws `TEST_NETWORK_FAILED`.
 */
export async function createNetwork(options: NetworkOptions = {}): Promise<TestNetwork> {
  const pooled = isDefault(options) ? await takeFromPool() : undefined
  return TestNetwork.open(pooled ?? (await startAlone(options)))
}
