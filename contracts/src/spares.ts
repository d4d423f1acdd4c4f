import { readFileSync } from 'node:fs'
import { SimError } from '@iexec-sim/base'
import type { BakedProtocol } from './genesis.ts'
import type { Artifact } from './sources/artifacts/artifact.ts'

/** The general parts of published hubs, by protocol. */
export type Spares = Readonly<Record<Exclude<BakedProtocol, 'builtin'>, readonly Artifact[]>>

/** File that the build writes the general parts of published hubs to. */
export const sparesFile = new URL('../generated/spares.json', import.meta.url)

let read: Spares | undefined

/**
 * The general parts of a published hub, which a contributor's artifacts may lack.
 *
 * @throws SimError `CONTRACTS_MISSING` when they were never built.
 */
export function sparesOf(protocol: keyof Spares): readonly Artifact[] {
  try {
    read ??= JSON.parse(readFileSync(sparesFile, 'utf8')) as Spares
  } catch (cause) {
    throw new SimError('CONTRACTS_MISSING', { file: sparesFile.pathname }, { cause })
  }
  return read[protocol]
}
