import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ProtocolSource } from './source.ts'

const PACKAGE = '@iexec/poco'
/** `artifacts/` or `artifacts/contracts/` of a project, or the project itself. */
const LEVELS = 3

/**
 * Which release of the protocol a source is of, as `poco@6.2.0`: its own name, or of a folder what
 * the package.json of the project says that it is in. Nothing for ours, and for folders that are no
 * release.
 */
export function releaseOf(source: ProtocolSource): string | undefined {
  if (typeof source === 'string') return source === 'builtin' ? undefined : source
  let folder = source.folder
  for (let level = 0; level < LEVELS; ++level, folder = dirname(folder)) {
    const found = readPackage(folder)
    if (found) return found.name === PACKAGE ? `poco@${found.version}` : undefined
  }
  return undefined
}

function readPackage(folder: string): { name?: string; version?: string } | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  } catch {
    return undefined
  }
}
