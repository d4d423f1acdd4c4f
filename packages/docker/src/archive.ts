import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { extract, type Pack, pack } from 'tar-stream'

/**
 * The first regular file of an archive, or `undefined` when there is none or it is longer than
 * `maxBytes`.
 */
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
  /** Text, written as UTF-8, or bytes. */
  content: string | Buffer
  /** @default 0o644 */
  mode?: number
}

/** An archive of files given in memory. */
export function packFiles(files: readonly ArchiveFile[]): Readable {
  const archive = pack()
  for (const { name, content, mode = 0o644 } of files)
    archive.entry({ name, mode, mtime: new Date(0) }, content)
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

/**
 * An archive of a folder's regular files and folders, readable by any user and without times.
 * `root` goes before each name.
 */
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
      const target = archive.entry({
        name,
        size,
        mode: mode & 0o111 ? 0o755 : 0o644,
        mtime: new Date(0),
      })
      await pipeline(createReadStream(path), target)
    }
  }
}
