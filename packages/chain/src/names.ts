import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Genesis } from '@iexec-sim/contracts'
import { type Profile, profiles } from '@iexec-sim/protocol'

/** Short name of profile, chain id and genesis: a journal is good for these alone. */
export function genesisName({ name, chainId }: Profile, genesis: Genesis): string {
  const hash = createHash('sha256')
    .update(JSON.stringify(genesis.accounts))
    .digest('hex')
    .slice(0, 16)
  return chainId === profiles[name].chainId ? `${name}-${hash}` : `${name}-${chainId}-${hash}`
}

/** SHA-256 of a file, in hex. */
export const fileHash = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex')
