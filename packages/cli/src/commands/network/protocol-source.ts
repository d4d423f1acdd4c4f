import { join } from 'node:path'
import { assertOwnFolder } from '@iexec-sim/base'
import { profiles } from '@iexec-sim/protocol/profiles'
import type { NetworkConfig } from '@iexec-sim/stack'

/**
 * Reads the value of `--protocol`; the reader of foreign contracts is loaded only for them. Throws
 * `PROTOCOL_UNKNOWN`.
 */
export async function protocolOf(name: string): Promise<Pick<NetworkConfig, 'protocol'>> {
  if (name === 'builtin') return {}
  const { parseSource } = await import('@iexec-sim/contracts/sources')
  return { protocol: parseSource(name) }
}

/**
 * Makes the chain's first state where the build has not: out of a folder of artifacts, or for
 * another chain id. It is kept where the network looks for it, so that what no network can be made
 * of is refused before anything is started. Throws `PROTOCOL_…`, `CONTRACT_TOO_LARGE`,
 * `BAKE_FAILED` and `STATE_…` for a state folder of another user.
 */
export async function bakeFolders(configs: readonly NetworkConfig[]): Promise<void> {
  for (const { protocol = 'builtin', profile, stateDir } of configs) {
    const { chainId } = profile
    const isBaked = typeof protocol === 'string' && chainId === profiles[profile.name].chainId
    if (isBaked || stateDir === undefined) continue
    assertOwnFolder(stateDir)
    const { genesisOf } = await import('@iexec-sim/contracts/sources')
    await genesisOf(profile.name, protocol, { cacheDir: join(stateDir, 'protocol'), chainId })
  }
}
