import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { pipeline } from 'node:stream/promises'
import {
  type Bytes32,
  callbackDigest,
  folderDigest,
  type Hex,
  parseComputedFile,
} from '@iexec-sim/protocol'
import yauzl from 'yauzl'

const LARGEST_COMPUTED = 1024 ** 2
const LARGEST_CONTENT = 2 * 1024 ** 3
const MOST_ENTRIES = 20_000

/**
 * Digest of the result in an archive, by the `computed.json` in it; `undefined` when the archive
 * does not say or is not one.
 */
export async function archiveDigest(file: string): Promise<Bytes32 | undefined> {
  try {
    const zip = await yauzl.openPromise(file, { autoClose: false, decodeStrings: false })
    try {
      return await digestOf(zip)
    } finally {
      zip.close()
    }
  } catch {
    return undefined
  }
}

async function digestOf(zip: yauzl.ZipFile): Promise<Bytes32 | undefined> {
  if (zip.entryCount > MOST_ENTRIES) return undefined
  const entries: { fileName: string; entry: yauzl.Entry }[] = []
  for await (const entry of zip.eachEntry()) {
    // As bytes, because the reader refuses names that another system would take for paths; nothing
    // is written under them here.
    const fileName = (entry.fileName as unknown as Buffer).toString('utf8')
    if (!fileName.endsWith('/')) entries.push({ fileName, entry })
  }
  // Entries are held to their declared size: one that unpacks to more ends its stream with an
  // error.
  if (entries.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0) > LARGEST_CONTENT)
    return undefined
  const said = entries.find(({ fileName }) => fileName === 'computed.json')
  if (!said || said.entry.uncompressedSize > LARGEST_COMPUTED) return undefined
  const computed = parseComputedFile(
    Buffer.concat(await (await zip.openReadStreamPromise(said.entry)).toArray()).toString('utf8'),
  )
  const callback = computed?.['callback-data']
  if (callback) return callbackDigest(callback as Hex)
  const path = computed?.['deterministic-output-path']
  if (!path) return undefined
  const name = posix.relative('/iexec_out', posix.normalize(path))
  if (name === '..' || name.startsWith('../')) return undefined
  const exact = entries.find(({ fileName }) => fileName === name)
  if (exact) return sha256(zip, exact.entry)
  const inside = name === '' ? '' : `${name}/`
  const children = entries.filter(
    ({ fileName }) => fileName.startsWith(inside) && !fileName.slice(inside.length).includes('/'),
  )
  const hashed = []
  for (const { fileName, entry } of children)
    hashed.push({ name: fileName.slice(inside.length), sha256: await sha256(zip, entry) })
  return folderDigest(hashed, 'utf-16')
}

/** Streams the entry, so that a large one does not have to fit in memory. */
async function sha256(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Bytes32> {
  const hash = createHash('sha256')
  await pipeline(await zip.openReadStreamPromise(entry), hash)
  return `0x${hash.digest('hex')}`
}
