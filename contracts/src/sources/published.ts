import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { SimError } from '@iexec-sim/base'
import type { BakedProtocol } from '../genesis.ts'
import { type Artifact, type RawArtifact, toArtifact } from './artifacts/artifact.ts'
import { ArtifactSet } from './artifacts/artifact-set.ts'
import { readFolder } from './artifacts/read-folder.ts'

/** Protocols that are published as packages. */
export type PublishedProtocol = Exclude<BakedProtocol, 'builtin'>

/**
 * Folder of a package with the compiled contracts its `artifacts/` lacks, as other tools left them.
 */
const extras = {
  'poco@5.5.0': {
    folder: 'build/contracts',
    names: ['ERC1538Proxy', 'ERC1538UpdateDelegate', 'ERC1538QueryDelegate'],
  },
  'poco@6.1.0': {
    folder: 'deployments/arbitrum',
    names: ['DiamondInit', 'DiamondCutFacet', 'DiamondLoupeFacet', 'OwnershipFacet'],
  },
} as const

/**
 * Reads a published protocol from its package, which is there in a clone of this project.
 *
 * @throws SimError `PROTOCOL_PACKAGE_MISSING`.
 */
export function readPublished(protocol: PublishedProtocol): ArtifactSet {
  const root = packageRoot(protocol)
  return new ArtifactSet(protocol, [
    ...readFolder(join(root, 'artifacts')).deployable,
    ...extrasOf(protocol),
  ])
}

/** The general parts of a published hub, from its package. */
export function extrasOf(protocol: PublishedProtocol): Artifact[] {
  const { folder, names } = extras[protocol]
  const root = join(packageRoot(protocol), folder)
  return names.map((name) => {
    const raw = JSON.parse(readFileSync(join(root, `${name}.json`), 'utf8')) as RawArtifact
    return toArtifact({ ...raw, contractName: name }, `${name}.json`)
  })
}

function packageRoot(protocol: PublishedProtocol): string {
  try {
    return dirname(
      createRequire(import.meta.url).resolve(`${protocol.replace('@', '-')}/package.json`),
    )
  } catch (cause) {
    throw new SimError('PROTOCOL_PACKAGE_MISSING', { protocol }, { cause })
  }
}
