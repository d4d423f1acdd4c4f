import { readFileSync, statSync } from 'node:fs'
import { type ReadComputed, readComputedFile } from '@iexec-sim/protocol'
import { findOutput, type OutputCopy } from './output-tree.ts'
import type { ResultRules } from './result-rules.ts'

/** Longest `computed.json` that is read, bytes; the real services have no limit of their own. */
const MOST_COMPUTED_BYTES = 1024 ** 2

/**
 * The `computed.json` an app left, links to it followed; `missing` when there is no file of that
 * name, or one that is longer than the simulator reads.
 */
export function readComputedJson(
  output: OutputCopy,
  { reader, mountsOutput }: ResultRules,
): ReadComputed & { missing?: boolean } {
  const found = findOutput(output, '/iexec_out/computed.json', mountsOutput)
  if (found.why !== undefined)
    return {
      missing: true,
      flaw: `computed.json cannot be read: ${found.why}; the app has to write /iexec_out/computed.json`,
    }
  if (found.kind === 'folder') return { flaw: 'computed.json is a folder' }
  const { size } = statSync(found.path)
  if (size > MOST_COMPUTED_BYTES)
    return {
      missing: true,
      flaw: `computed.json has ${size} bytes; the simulator reads ${MOST_COMPUTED_BYTES} at most`,
    }
  const bytes = readFileSync(found.path)
  if (reader === 'rust' && !isUtf8(bytes)) return { flaw: 'computed.json is not UTF-8' }
  // A byte order mark is for the reader to refuse; Java replaces what is not UTF-8.
  return readComputedFile(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), reader)
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
