import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { SimError } from '@iexec-sim/base'
import type { BakedProtocol } from '../genesis.ts'

/**
 * Source of a network's protocol: contracts that were baked by the build, or the user's compiled
 * ones.
 */
export type ProtocolSource = BakedProtocol | { readonly folder: string }

/** Names of the sources that are not a folder. */
export const bakedProtocols: readonly BakedProtocol[] = ['builtin', 'poco@5.5.0', 'poco@6.1.0']

/**
 * Reads a source as people write it: a name of {@link bakedProtocols} or the path of a folder,
 * taken from `cwd`.
 *
 * @throws SimError `PROTOCOL_UNKNOWN` for anything else.
 */
export function parseSource(text: string, cwd: string = process.cwd()): ProtocolSource {
  const baked = bakedProtocols.find((name) => name === text)
  if (baked) return baked
  const folder = resolve(cwd, text)
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new SimError('PROTOCOL_UNKNOWN', { value: text })
  return { folder }
}

/** The text {@link parseSource} reads the source from. */
export const sourceName = (source: ProtocolSource): string =>
  typeof source === 'string' ? source : source.folder
