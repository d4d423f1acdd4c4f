import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import {
  type Bytes32,
  type ComputedFile,
  callbackDigest,
  folderDigest,
  readCallbackData,
} from '@iexec-sim/protocol'
import { findOutput, namesIn, type OutputCopy } from './output-tree.ts'
import type { ResultRules } from './result-rules.ts'

/** Digest of a result, or why there is none, as one sentence. */
export type DigestOrReason =
  | { digest: Bytes32; reason?: never }
  | { digest?: never; reason: string }

/**
 * Digest of a result: of the callback's bytes when the deal has a callback, else of the file or
 * folder the app names.
 */
export async function resultDigest(
  computed: ComputedFile,
  output: OutputCopy,
  hasCallback: boolean,
  rules: ResultRules,
): Promise<DigestOrReason> {
  if (hasCallback) return digestCallback(computed['callback-data'], rules)
  const said = computed['deterministic-output-path']
  if (!said) return { reason: `computed.json has no "deterministic-output-path"; ${SAY_PATH}` }
  const found = findOutput(output, said, rules.mountsOutput)
  if (found.why !== undefined)
    return {
      reason: `"deterministic-output-path" of computed.json cannot be read: ${found.why}; ${SAY_PATH}`,
    }
  const { path, kind } = found
  if (kind === 'folder') return digestFolder(output, said, path, rules)
  const { digest, bytes } = await hashFile(path)
  if (bytes === 0 && rules.reader === 'rust')
    return { reason: `"${said}" is empty; v9's post-compute takes no empty file` }
  return { digest }
}

const SAY_PATH = 'write there the absolute path of a file or folder in /iexec_out'
const SAY_DATA = 'write there the bytes for the callback contract as hex'

function digestCallback(data: string | null | undefined, { reader }: ResultRules): DigestOrReason {
  if (!data)
    return {
      reason: `the deal has a callback, and computed.json has no "callback-data"; ${SAY_DATA}`,
    }
  return { digest: callbackDigest(readCallbackData(data, reader)) }
}

/** Files directly inside count, and links that lead to one; folders count for nothing. */
async function digestFolder(
  output: OutputCopy,
  said: string,
  path: string,
  { reader, mountsOutput }: ResultRules,
): Promise<DigestOrReason> {
  const names = namesIn(path)
  if (names.length === 0 && reader === 'rust')
    return { reason: `"${said}" is empty; v9's post-compute takes no empty folder` }
  const hashed = []
  const inside = path === output.dir ? '' : path.slice(output.dir.length + 1)
  for (const name of names) {
    const found = findOutput(output, ['/iexec_out', inside, name].join('/'), mountsOutput)
    if (found.why !== undefined || found.kind !== 'file') continue
    const { digest, bytes } = await hashFile(found.path)
    if (bytes > 0 || reader === 'java') hashed.push({ name, sha256: digest })
  }
  return { digest: folderDigest(hashed, reader === 'java' ? 'utf-16' : 'utf-8') }
}

/** SHA-256 of a file, streaming. */
export async function sha256File(path: string): Promise<Bytes32> {
  return (await hashFile(path)).digest
}

async function hashFile(path: string): Promise<{ digest: Bytes32; bytes: number }> {
  const hash = createHash('sha256')
  const source = createReadStream(path)
  await pipeline(source, hash)
  return { digest: `0x${hash.digest('hex')}`, bytes: source.bytesRead }
}
