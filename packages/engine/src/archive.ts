import { createReadStream, mkdirSync } from 'node:fs'
import { mkdir, open, readdir, stat } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { extract, type Header, type Pack, pack } from 'tar-stream'
import type { FolderLimits } from './limits.ts'

/** What {@link unpackFolder} took out. */
export interface CollectedFolder {
  /** Files written, links and their empty stand-ins included. */
  files: number
  /** Bytes written. */
  bytes: number
  /** Which limit ended the copy before its end; `false` when everything came out. */
  truncated: false | 'bytes' | 'files'
}

/**
 * Unpacks an archive of one folder into `destDir` (made if absent), trusting nothing in it: regular files and folders come out,
 * private to the user; a link becomes an empty file of its name; devices, pipes and paths that lead elsewhere are dropped.
 * The copy ends at the first limit that is reached, however long the archive would go on.
 */
export async function unpackFolder(source: Readable, destDir: string, limits: FolderLimits): Promise<CollectedFolder> {
  // Nothing is waited for before the archive is read: a source may fail at once, when nobody would be there to hear it.
  mkdirSync(destDir, { recursive: true, mode: 0o700 })
  const archive = source.pipe(extract())
  source.on('error', (error) => archive.destroy(error))
  const taken: CollectedFolder = { files: 0, bytes: 0, truncated: false }
  let entries = 0
  for await (const entry of archive) {
    const path = innerPath(entry.header.name)
    if (path !== undefined && ++entries > limits.maxFiles) taken.truncated = 'files'
    if (entry.header.size + taken.bytes > limits.maxBytes) taken.truncated = 'bytes'
    if (taken.truncated) break
    if (path !== undefined) await unpackEntry(entry as AsyncIterable<Buffer>, entry.header, join(destDir, path), taken)
    entry.resume()
  }
  source.destroy()
  return taken
}

const LINKS = new Set<Header['type']>(['link', 'symlink'])
/** What a file system answers to a name it can not take; such a file is left out. */
const BAD_NAME = new Set(['ENAMETOOLONG', 'EILSEQ', 'EEXIST', 'ENOTDIR', 'EISDIR', 'EINVAL'])

async function unpackEntry(
  entry: AsyncIterable<Buffer>,
  header: Header,
  path: string,
  taken: CollectedFolder,
): Promise<void> {
  try {
    if (header.type === 'directory') {
      await mkdir(path, { recursive: true, mode: 0o700 })
    } else if (header.type === 'file' || header.type === 'contiguous-file') {
      taken.bytes += await writeFile(path, entry)
      taken.files++
    } else if (LINKS.has(header.type)) {
      await writeFile(path, [])
      taken.files++
    }
  } catch (error) {
    if (!BAD_NAME.has((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

async function writeFile(path: string, content: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<number> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await using file = await open(path, 'wx', 0o600)
  let bytes = 0
  for await (const chunk of content) {
    await file.writeFile(chunk)
    bytes += chunk.length
  }
  return bytes
}

/** The path below the archived folder; `undefined` for the folder itself and for a path that would lead out of it. */
function innerPath(name: string): string | undefined {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.includes('..') || name.includes('\0') || parts.length < 2) return undefined
  return posix.join(...parts.slice(1))
}

/** The first regular file of an archive, or `undefined` when there is none or it is longer than `maxBytes`. */
export async function firstFile(source: Readable, maxBytes: number): Promise<Buffer | undefined> {
  const archive = source.pipe(extract())
  source.on('error', (error) => archive.destroy(error))
  let content: Buffer | undefined
  for await (const entry of archive) {
    if (entry.header.type === 'file' && (entry.header.size ?? 0) <= maxBytes) {
      const chunks: Buffer[] = []
      for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk)
      content = Buffer.concat(chunks)
    }
    break
  }
  source.destroy()
  return content
}

/** One file of an archive made in memory. */
export interface ArchiveFile {
  /** Path inside the archive. */
  name: string
  content: string | Buffer
  /** @default 0o644 */
  mode?: number
}

/** An archive of files given in memory. */
export function packFiles(files: readonly ArchiveFile[]): Readable {
  const archive = pack()
  for (const { name, content, mode = 0o644 } of files) archive.entry({ name, mode, mtime: new Date(0) }, content)
  archive.finalize()
  return stream(archive)
}

/** An archive that holds one folder with the given mode. */
export function packDirectory(name: string, mode: number): Readable {
  const archive = pack()
  archive.entry({ name, type: 'directory', mode, mtime: new Date(0) })
  archive.finalize()
  return stream(archive)
}

/** An archive of a folder's regular files and folders, readable by any user and without times. `root` goes before each name. */
export function packFolder(dir: string, root = ''): Readable {
  const archive = pack()
  packInto(archive, dir, root).then(
    () => archive.finalize(),
    (error: Error) => archive.destroy(error),
  )
  return stream(archive)
}

/** tar-stream has streams of its own kind; the rest of the house speaks Node's. */
function stream(archive: Pack): Readable {
  return Readable.from(archive, { objectMode: false })
}

async function packInto(archive: Pack, dir: string, prefix: string): Promise<void> {
  const entries = await readdir(dir, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(dir, entry.name)
    const name = posix.join(prefix, entry.name)
    if (entry.isDirectory()) {
      archive.entry({ name, type: 'directory', mode: 0o755, mtime: new Date(0) })
      await packInto(archive, path, name)
    } else if (entry.isFile()) {
      const { size, mode } = await stat(path)
      const target = archive.entry({ name, size, mode: mode & 0o111 ? 0o755 : 0o644, mtime: new Date(0) })
      await pipeline(createReadStream(path), target)
    }
  }
}
