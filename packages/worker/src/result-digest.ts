import { createHash } from 'node:crypto'
import { createReadStream, lstatSync, readdirSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Bytes32, type ComputedFile, callbackDigest, folderDigest, type Hex } from '@iexec-sim/protocol'

const CONTAINER_FOLDER = '/iexec_out'

/**
 * Digest of a result: of the callback's bytes when the deal has a callback, else of the file or folder the app names.
 * `undefined` when there is nothing to hash: no path, a path outside `/iexec_out`, a missing file, no callback data.
 */
export async function resultDigest(
  computed: ComputedFile,
  outputDir: string,
  hasCallback: boolean,
): Promise<Bytes32 | undefined> {
  if (hasCallback) return digestCallback(computed['callback-data'])
  const path = hostPath(computed['deterministic-output-path'], outputDir)
  const found = path && lstatSync(path, { throwIfNoEntry: false })
  if (!path || !found) return undefined
  if (found.isFile()) return sha256File(path)
  return found.isDirectory() ? digestFolder(path) : undefined
}

function digestCallback(data: string | null | undefined): Bytes32 | undefined {
  return data && /^0x([0-9a-fA-F]{2})+$/.test(data) ? callbackDigest(data as Hex) : undefined
}

/** Where a container path lies on the host; `undefined` when it leaves `/iexec_out`. */
function hostPath(containerPath: string | null | undefined, outputDir: string): string | undefined {
  if (typeof containerPath !== 'string' || containerPath.includes('\0')) return undefined
  const path = normalize(containerPath).replace(/\/$/, '')
  if (path !== CONTAINER_FOLDER && !path.startsWith(`${CONTAINER_FOLDER}/`)) return undefined
  return join(outputDir, path.slice(CONTAINER_FOLDER.length))
}

async function digestFolder(path: string): Promise<Bytes32> {
  const files = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isFile())
  const hashed = []
  for (const { name } of files) hashed.push({ name, sha256: await sha256File(join(path, name)) })
  return folderDigest(hashed)
}

/** SHA-256 of a file, streaming. */
export async function sha256File(path: string): Promise<Bytes32> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return `0x${hash.digest('hex')}`
}
