import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { extract, type Header } from 'tar-stream'

/** Files that the engine itself puts into every container; not part of any image. */
const INJECTED =
  /^(\.dockerenv|dev\/.*|proc(\/.*)?|sys(\/.*)?|etc\/(hostname|hosts|resolv\.conf|mtab))$/

/**
 * Hash of a file system given as a tar stream: path, type, mode, owner, link target, extended
 * attributes and bytes of every entry, in any order. Times do not count. 32 bytes of hex.
 */
export async function hashFileTree(archive: Readable): Promise<string> {
  const entries = archive.pipe(extract())
  archive.on('error', (error) => entries.destroy(error))
  entries.on('error', () => {}) // the loop below throws it
  const lines: [path: string, line: string][] = []
  for await (const entry of entries) {
    const path = entry.header.name.replace(/^\.?\//, '').replace(/\/$/, '')
    const content = createHash('sha256')
    for await (const chunk of entry as AsyncIterable<Buffer>) content.update(chunk)
    if (!INJECTED.test(path))
      lines.push([path, describe(path, entry.header, content.digest('hex'))])
  }
  const tree = createHash('sha256')
  for (const [, line] of lines.sort(([a], [b]) => (a < b ? -1 : 1))) tree.update(`${line}\n`)
  return tree.digest('hex')
}

function describe(path: string, header: Header, content: string): string {
  const { type, mode, uid, gid, linkname, devmajor, devminor, pax } = header
  const attributes = Object.entries(pax ?? {})
    .filter(([name]) => name.startsWith('SCHILY.xattr.'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const device = type === 'block-device' || type === 'character-device' ? [devmajor, devminor] : []
  return JSON.stringify([path, type, mode, uid, gid, linkname ?? '', content, device, attributes])
}
