import { join } from 'node:path'
import { assertOwnFolder } from '@iexec-sim/base'
import type { NetworkConfig } from '@iexec-sim/stack'

/** Whose contracts; what reads those of others is loaded for them alone. Throws `PROTOCOL_UNKNOWN`. */
export async function protocolOf(name: string): Promise<Pick<NetworkConfig, 'protocol'>> {
  if (name === 'builtin') return {}
  const { parseSource } = await import('@iexec-sim/contracts/sources')
  return { protocol: parseSource(name) }
}

/**
 * Makes the chain's first state out of a folder of artifacts, and keeps it where the network looks for it: what no network
 * can be made of is refused before anything is started. Throws `PROTOCOL_…`, `CONTRACT_TOO_LARGE`, `BAKE_FAILED`
 * and `STATE_…` for a state folder of another user.
 */
export async function bakeFolders(configs: readonly NetworkConfig[]): Promise<void> {
  for (const { protocol, profile, stateDir } of configs) {
    if (typeof protocol !== 'object' || stateDir === undefined) continue
    assertOwnFolder(stateDir)
    const { genesisOf } = await import('@iexec-sim/contracts/sources')
    await genesisOf(profile.name, protocol, { cacheDir: join(stateDir, 'protocol') })
  }
}
