import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Genesis } from '@iexec-sim/contracts'
import type { Profile } from '@iexec-sim/protocol'

/** Short name of profile and genesis: a journal is good for these alone. */
export function genesisName(profile: Profile, genesis: Genesis): string {
  return `${profile.name}-${createHash('sha256').update(JSON.stringify(genesis.accounts)).digest('hex').slice(0, 16)}`
}

/** SHA-256 of a file, in hex. */
export const fileHash = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')
