import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { extract, type Header } from 'tar-stream'

/** Files that the engine itself puts into every container; not part of any image. */
const INJECTED =
  /^(\.dockerenv|dev\/.*|proc(\/.*)?|sys(\/.*)?|etc\/(hostname|hosts|resolv\.conf|mtab))$/

/** An entry of a file system, with everything of it that a fingerprint depends on. */
export interface FileEntry {
  /** Path without a leading slash. */
  path: string
  /** `file`, `directory`, `symlink`, `link` or a device. */
  type: string
  /** Permission bits. */
  mode: number
  /** Owner. */
  uid: number
  /** Group. */
  gid: number
  /** Bytes. */
  size: number
  /** Target of a link; empty for other types. */
  target: string
  /** SHA-256 of the bytes: 32 bytes of hex. */
  digest: string
  /** Device numbers; empty for other types. */
  device: unknown[]
  /** Extended attributes by name. */
  attributes: [name: string, value: string][]
}

/**
 * Hash of a file system given as a tar stream: path, type, mode, owner, link target, extended
 * attributes and bytes of every entry, in any order. Times do not count. 32 bytes of hex.
 */
export async function hashFileTree(archive: Readable): Promise<string> {
  return hashEntries(await readFileTree(archive))
}

/** Entries of a file system given as a tar stream, sorted by path. */
export async function readFileTree(archive: Readable): Promise<FileEntry[]> {
  const entries = archive.pipe(extract())
  archive.on('error', (error) => entries.destroy(error))
  entries.on('error', () => {}) // the loop below throws it
  const found: FileEntry[] = []
  for await (const entry of entries) {
    const path = entry.header.name.replace(/^\.?\//, '').replace(/\/$/, '')
    const content = createHash('sha256')
    for await (const chunk of entry as AsyncIterable<Buffer>) content.update(chunk)
    if (!INJECTED.test(path)) found.push(describe(path, entry.header, content.digest('hex')))
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Hash of entries that are sorted by path. 32 bytes of hex. */
function hashEntries(entries: readonly FileEntry[]): string {
  const tree = createHash('sha256')
  for (const { path, type, mode, uid, gid, target, digest, device, attributes } of entries) {
    const line = [path, type, mode, uid, gid, target, digest, device, attributes]
    tree.update(`${JSON.stringify(line)}\n`)
  }
  return tree.digest('hex')
}

function describe(path: string, header: Header, digest: string): FileEntry {
  const { type, mode, uid, gid, size, linkname, devmajor, devminor, pax } = header
  const attributes = Object.entries(pax ?? {})
    .filter(([name]) => name.startsWith('SCHILY.xattr.'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const device = type === 'block-device' || type === 'character-device' ? [devmajor, devminor] : []
  return {
    path,
    type: type as string,
    mode: mode!,
    uid: uid!,
    gid: gid!,
    size: size ?? 0,
    target: linkname ?? '',
    digest,
    device,
    attributes: attributes as [string, string][],
  }
}
