import { createHash } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SimError } from '@iexec-sim/base'

/** Format of snapshots this version writes, and the only one it reads. */
const SNAPSHOT_FORMAT = 1
const MANIFEST = 'snapshot.json'

/** Description of a snapshot. */
export interface SnapshotManifest {
  /** Format of the snapshot. */
  format: number
  /** Version of the simulator that made it. */
  version: string
  /** Random name of the network it was made of. */
  network: string
  /** Profile, contracts and accounts of the networks it can be restored on. */
  base: string
  /** ISO 8601, the machine's time. */
  savedAt: string
  /** Newest block. */
  block: number
  /** Ids of the keys that parts have encrypted their secrets with. */
  keys: Record<string, string>
  /** SHA-256 of the files that are read back, hex, by their paths. */
  files: Record<string, string>
  /**
   * Paths of stored content, whose names say what is in it; that is checked when it comes from
   * elsewhere.
   */
  content: string[]
}

/** Writes the manifest of a snapshot whose other files are there. */
export function writeManifest(
  dir: string,
  facts: Omit<SnapshotManifest, 'format' | 'files' | 'content'>,
  { files, content }: { files: readonly string[]; content: readonly string[] },
): void {
  const manifest: SnapshotManifest = {
    format: SNAPSHOT_FORMAT,
    ...facts,
    files: Object.fromEntries(files.map((file) => [file, sha256(join(dir, file))])),
    content: [...content],
  }
  writeFileSync(join(dir, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
}

/** Tells a snapshot from every other one, its manifest and the files that holds the hashes of. */
export const snapshotId = (dir: string): string => sha256(join(dir, MANIFEST))

/**
 * Reads the manifest of a snapshot. Throws `SNAPSHOT_FORMAT`, and `SNAPSHOT_CORRUPT` when one of
 * its files is not what was written.
 */
export function readManifest(dir: string): SnapshotManifest {
  const manifest = parseManifest(join(dir, MANIFEST))
  for (const path of [...Object.keys(manifest.files), ...manifest.content])
    if (path.includes('..') || !statSync(join(dir, path), { throwIfNoEntry: false })?.isFile())
      throw corrupt(path, 'it is missing')
  for (const [path, hash] of Object.entries(manifest.files))
    if (sha256(join(dir, path)) !== hash) throw corrupt(path, 'it is not what was written')
  return manifest
}

function parseManifest(file: string): SnapshotManifest {
  let manifest: Partial<SnapshotManifest>
  try {
    manifest = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw corrupt(MANIFEST, 'it is missing, or no JSON')
  }
  const { format, version } = manifest ?? {}
  if (typeof format !== 'number') throw corrupt(MANIFEST, 'it says no format')
  if (format !== SNAPSHOT_FORMAT)
    throw new SimError('SNAPSHOT_FORMAT', {
      format,
      known: SNAPSHOT_FORMAT,
      version: isWord(version) ? String(version) : 'unknown',
    })
  // Earlier ones do not name their content.
  manifest.content ??= []
  const { network, base, savedAt, block, keys, files, content } = manifest
  const isWhole = [network, base, savedAt, version].every(isWord) && Number.isSafeInteger(block)
  const isContent = Array.isArray(content) && content.every((path) => typeof path === 'string')
  if (isWhole && isRecord(keys) && isRecord(files) && isContent) return manifest as SnapshotManifest
  throw corrupt(MANIFEST, 'it lacks something')
}

/** They are shown on terminals. */
const isWord = (text: unknown): boolean =>
  typeof text === 'string' && /^[\w.:+-]{1,100}$/.test(text)
const isRecord = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const sha256 = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex')
const corrupt = (file: string, reason: string) => new SimError('SNAPSHOT_CORRUPT', { file, reason })
