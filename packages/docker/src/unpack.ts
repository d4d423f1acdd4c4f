import { mkdirSync } from 'node:fs'
import { link, mkdir, open, stat } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import type { Readable } from 'node:stream'
import { extract, type Header } from 'tar-stream'
import type { FolderLimits } from './limits.ts'

/** Result of {@link unpackFolder}. */
export interface CollectedFolder {
  /** Files written, links and their empty stand-ins included. */
  files: number
  /** Bytes of all files; a file of several names counts for each. */
  bytes: number
  /** Limit that cut the copy short; `false` if everything was copied. */
  truncated: false | 'bytes' | 'files'
  /**
   * Targets of symbolic links, as the app wrote them, by the path of the empty file in place of
   * each.
   */
  links?: Record<string, string>
  /**
   * Paths that did not come out: devices, pipes, sockets, names this file system cannot take; a
   * folder's ends with a slash. The first {@link MOST_NAMED}.
   */
  dropped?: string[]
  /**
   * Paths that more than one file had, once the bytes of their names that are not UTF-8 were
   * replaced by U+FFFD.
   */
  clashes?: string[]
}

/** Most paths that are named of those that did not come out. */
const MOST_NAMED = 20

/**
 * Unpacks an archive of one folder into `destDir` (made if absent), trusting nothing in it: regular
 * files and folders come out, private to the user. A hard link is one more name of its file; a
 * symbolic link becomes an empty file, so that nothing can be led out of the folder, and where it
 * led is told. Devices, pipes and paths that lead elsewhere are dropped. The copy ends at the first
 * limit that is reached, however long the archive would go on, and rejects with the signal's
 * reason.
 */
export async function unpackFolder(
  source: Readable,
  destDir: string,
  limits: FolderLimits,
  signal?: AbortSignal,
): Promise<CollectedFolder> {
  // Nothing is waited for before the archive is read: a source may fail at once, before an error
  // handler exists.
  mkdirSync(destDir, { recursive: true, mode: 0o700 })
  const archive = source.pipe(extract())
  source.on('error', (error) => archive.destroy(error))
  using _end = onAbort(signal, () => source.destroy(signal!.reason as Error))
  const unpacking = new Unpacking(destDir, limits)
  let entries = 0
  // Whatever ends this, a folder that was removed under it included, ends the source, since nothing
  // reads it any more.
  using _source = { [Symbol.dispose]: () => void source.destroy() }
  for await (const entry of archive) {
    signal?.throwIfAborted()
    const { header } = entry
    const path = innerPath(header.name)
    if (path !== undefined && ++entries > limits.maxFiles) unpacking.taken.truncated = 'files'
    if ((header.size ?? 0) + unpacking.taken.bytes > limits.maxBytes)
      unpacking.taken.truncated = 'bytes'
    if (unpacking.taken.truncated) break
    if (path !== undefined) await unpacking.take(entry as AsyncIterable<Buffer>, header, path)
    entry.resume()
  }
  await unpacking.finish()
  return unpacking.taken
}

function onAbort(signal: AbortSignal | undefined, work: () => void): Disposable {
  signal?.addEventListener('abort', work, { once: true })
  return { [Symbol.dispose]: () => signal?.removeEventListener('abort', work) }
}

/** Error codes of a file system for an invalid name; such a file is left out. */
const BAD_NAME = new Set(['ENAMETOOLONG', 'EILSEQ', 'EEXIST', 'ENOTDIR', 'EISDIR', 'EINVAL'])

class Unpacking {
  readonly taken: CollectedFolder = { files: 0, bytes: 0, truncated: false }
  readonly #destDir: string
  readonly #limits: FolderLimits
  /** Hard links wait for the end: a link may stand before its file. */
  readonly #hardLinks = new Map<string, string>()
  readonly #written = new Set<string>()

  constructor(destDir: string, limits: FolderLimits) {
    this.#destDir = destDir
    this.#limits = limits
  }

  async take(
    entry: AsyncIterable<Buffer>,
    { type, linkname }: Header,
    path: string,
  ): Promise<void> {
    if (type === 'directory') return this.#orDrop(`${path}/`, () => this.#makeFolder(path))
    if (type === 'link') {
      if (!this.#hardLinks.has(path)) this.#hardLinks.set(path, innerPath(linkname ?? '') ?? '')
    } else if (type === 'symlink') await this.#writeLink(path, linkname ?? '')
    else if (type === 'file' || type === 'contiguous-file')
      await this.#orDrop(path, () => this.#write(path, entry))
    else this.#drop(path)
  }

  /**
   * Gives each hard link the content of its file, through chains of links; a link to nothing in the
   * archive is empty.
   */
  async finish(): Promise<void> {
    for (const path of this.#hardLinks.keys()) {
      if (this.taken.truncated) return
      const target = this.#endOf(path)
      const led = this.taken.links?.[target]
      if (led !== undefined) await this.#writeLink(path, led)
      else if (this.#written.has(target)) await this.#orDrop(path, () => this.#link(target, path))
      else await this.#orDrop(path, () => this.#write(path, []))
    }
  }

  #endOf(path: string): string {
    const seen = new Set<string>()
    let at = path
    while (this.#hardLinks.has(at) && !seen.has(at) && !this.#written.has(at)) {
      seen.add(at)
      at = this.#hardLinks.get(at)!
    }
    return at
  }

  async #writeLink(path: string, target: string): Promise<void> {
    await this.#orDrop(path, async () => {
      await this.#write(path, [])
      // Without a prototype: an app may name a link "__proto__".
      this.taken.links ??= Object.create(null) as Record<string, string>
      this.taken.links[path] = target
    })
  }

  async #link(target: string, path: string): Promise<void> {
    const { size } = await stat(join(this.#destDir, target))
    if (size + this.taken.bytes > this.#limits.maxBytes) {
      this.taken.truncated = 'bytes'
      return
    }
    await this.#makeFolder(dirname(path))
    await link(join(this.#destDir, target), join(this.#destDir, path))
    this.#written.add(path)
    this.taken.files++
    this.taken.bytes += size
  }

  async #write(path: string, content: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void> {
    await this.#makeFolder(dirname(path))
    await using file = await open(join(this.#destDir, path), 'wx', 0o600)
    this.#written.add(path)
    for await (const chunk of content) {
      await file.writeFile(chunk)
      this.taken.bytes += chunk.length
    }
    this.taken.files++
  }

  async #makeFolder(path: string): Promise<void> {
    await mkdir(join(this.#destDir, path), { recursive: true, mode: 0o700 })
  }

  async #orDrop(path: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? ''
      if (!BAD_NAME.has(code)) throw error
      if (code === 'EEXIST' && path.includes('\ufffd'))
        this.taken.clashes = [...(this.taken.clashes ?? []), path]
      else this.#drop(path)
    }
  }

  #drop(path: string): void {
    this.taken.dropped ??= []
    if (this.taken.dropped.length < MOST_NAMED) this.taken.dropped.push(path)
  }
}

/**
 * The path below the archived folder; `undefined` for the folder itself and for a path that would
 * lead out of it.
 */
function innerPath(name: string): string | undefined {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.includes('..') || name.includes('\0') || parts.length < 2) return undefined
  return posix.join(...parts.slice(1))
}
