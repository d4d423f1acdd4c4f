import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SimError } from '@iexec-sim/base'
import { type Artifact, type Layout, layoutOf, type RawArtifact, toArtifact } from './artifact.ts'
import { ArtifactSet } from './artifact-set.ts'

/**
 * Reads the artifacts of Hardhat or Foundry in a folder, at any depth, or in `artifacts/` or `out/`
 * of a project.
 *
 * @throws SimError `PROTOCOL_FOLDER_EMPTY`, `PROTOCOL_FOLDER_LAYOUT`, or `PROTOCOL_HALF_BUILT` for
 * a file cut short.
 */
export function readFolder(folder: string): ArtifactSet {
  const root =
    ['artifacts', 'out'].map((name) => join(folder, name)).find((path) => existsSync(path)) ??
    folder
  const found = files(root).map((file) => ({ file, raw: parse(folder, file) }))
  const artifacts = found
    .filter(({ raw }) => isUsable(layoutOf(raw)))
    .map(({ raw, file }) => toArtifact(raw, file))
  if (artifacts.length > 0) return new ArtifactSet(folder, artifacts.filter(isContract))
  if (found.length === 0) throw new SimError('PROTOCOL_FOLDER_EMPTY', { folder })
  const isTruffle = found.some(({ raw }) => layoutOf(raw) === 'Truffle')
  const other = isTruffle ? 'artifacts of Truffle' : `${found.length} JSON files of some other kind`
  throw new SimError('PROTOCOL_FOLDER_LAYOUT', { folder, found: other })
}

const isUsable = (layout: Layout) => layout === 'Hardhat' || layout === 'Foundry'
const isContract = ({ name }: Artifact) => name !== ''
/** Folders and files compilers keep for themselves. */
const notArtifacts = /(^|\/)(build-info|cache|node_modules)$|\.dbg\.json$/

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !notArtifacts.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return files(path)
      return entry.name.endsWith('.json') ? [path] : []
    })
}

function parse(folder: string, file: string): RawArtifact {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RawArtifact
  } catch (cause) {
    throw new SimError('PROTOCOL_HALF_BUILT', { folder, reason: `${file} is not JSON` }, { cause })
  }
}
