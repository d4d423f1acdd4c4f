import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SimError, writeWholeFile } from '@iexec-sim/base'
import { bakeGenesis } from '../bake/bake-genesis.ts'
import type { Companions } from '../bake/deploy.ts'
import type { Plan } from '../bake/plan.ts'
import { plans } from '../bake/plans.ts'
import { compiledContracts } from '../compiled.ts'
import { type Genesis, type GenesisProfile, loadGenesis } from '../genesis.ts'
import { sparesOf } from '../spares.ts'
import { ArtifactSet } from './artifacts/artifact-set.ts'
import { readFolder } from './artifacts/read-folder.ts'
import { assertComplete, missingFunctions } from './hub-functions.ts'
import { hubAbis, kindOf, makeOf } from './make.ts'
import { ownMake } from './makes/own.ts'
import { readPublished } from './published.ts'
import type { ProtocolSource } from './source.ts'

/** Options of a genesis that the build has not baked. */
export interface GenesisOptions {
  /** Without one they are baked every time, which takes a second or two. */
  readonly cacheDir?: string | undefined
  /**
   * The chain id, which is in the domain that orders are signed for. @default that of the profile
   */
  readonly chainId?: number | undefined
}

/**
 * The genesis of a profile with the protocol of a source: read where the build or an earlier call
 * baked it, else baked.
 *
 * @throws SimError `PROTOCOL_…` when a folder's contracts make no network, `GENESIS_MISSING`,
 * `BAKE_FAILED`.
 */
export async function genesisOf(
  profile: GenesisProfile,
  source: ProtocolSource,
  { cacheDir, chainId = plans[profile].chainId }: GenesisOptions = {},
): Promise<Genesis> {
  const plan = { ...plans[profile], chainId }
  const isOther = chainId !== plans[profile].chainId
  const name = isOther ? `${profile}-${chainId}` : profile
  const kept = (fingerprint: string, bake: () => Promise<Genesis>) =>
    cacheDir === undefined
      ? bake()
      : cached(join(cacheDir, `genesis-${name}-${cacheKey(profile, fingerprint)}.json`), bake)
  if (typeof source === 'string')
    return isOther ? kept(source, () => bakeSource(plan, source)) : loadGenesis(profile, source)
  const set = readContributed(source.folder)
  assertComplete(source.folder, missingFunctions(hubAbis(set, plan.escrow.mode), plan))
  return kept(set.fingerprint, () => bakeArtifacts(plan, set))
}

/** Bakes any source for any plan, from its artifacts. */
export async function bakeSource(plan: Plan, source: ProtocolSource): Promise<Genesis> {
  if (source === 'builtin')
    return bakeGenesis(plan, ownMake(compiledContracts()), compiledContracts())
  const set = typeof source === 'string' ? readPublished(source) : readContributed(source.folder)
  return bakeArtifacts(plan, set)
}

async function bakeArtifacts(plan: Plan, set: ArtifactSet): Promise<Genesis> {
  const companions: Companions = compiledContracts()
  try {
    return await bakeGenesis(plan, makeOf(set, plan.escrow.mode), companions)
  } catch (cause) {
    if (cause instanceof SimError) throw cause
    throw new SimError(
      'BAKE_FAILED',
      { reason: `${set.folder}: ${(cause as Error).message}` },
      { cause },
    )
  }
}

/** Artifacts of the folder, and those parts of the proxy that it lacks. */
function readContributed(folder: string): ArtifactSet {
  const set = readFolder(folder)
  const kind = kindOf(set)
  const spares = kind === 'own' ? [] : sparesOf(kind === 'diamond' ? 'poco@6.1.0' : 'poco@5.5.0')
  return new ArtifactSet(folder, [...set.all, ...spares.filter(({ name }) => !set.has(name))])
}

/**
 * The contracts beside the hub, and the baking of both, are this package's: another version of it
 * bakes another genesis of its own.
 */
const cacheKey = (profile: GenesisProfile, fingerprint: string): string =>
  createHash('sha256')
    .update(fingerprint)
    .update(JSON.stringify([compiledContracts(), loadGenesis(profile)]))
    .digest('hex')
    .slice(0, 32)

async function cached(file: string, bake: () => Promise<Genesis>): Promise<Genesis> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Genesis
  } catch {
    const genesis = await bake()
    mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 }) // the state folder with it, where there is none yet
    writeWholeFile(file, JSON.stringify(genesis))
    return genesis
  }
}
