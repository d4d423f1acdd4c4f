import { createReadStream, createWriteStream, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'
import { Zip, type ZipInputFile } from 'fflate'
import type { OutputCopy } from './output-tree.ts'
import type { ResultRules } from './result-rules.ts'

/**
 * Longest name a result file may have: UTF-16 units for the Java programs, bytes for the Rust one.
 */
export const LONGEST_FILE_NAME = 31
/** The same local time in every entry, so that the same files make the same archive. */
const ENTRY_TIME = new Date(1980, 0, 1)
/** A regular file its owner may write. */
const FILE_MODE = 0o100644 * 2 ** 16
const UNIX = 3
const DEFLATED = 8
/** Limits of the format without its 64-bit extension. */
const MOST_ENTRIES = 65_535

/** Every regular file below a folder, by path relative to it, in byte order. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

/**
 * The path of a file whose name is longer than results allow, and how long it is; `undefined` when
 * there is none.
 */
export function tooLongName(
  { dir, links }: OutputCopy,
  { reader }: ResultRules,
  dropped: readonly string[] = [],
): string | undefined {
  const isLink = (path: string) => Object.hasOwn(links, path)
  const counted = [...filesBelow(dir), ...dropped].filter(
    (path) => reader === 'java' || !isLink(path),
  )
  for (const path of counted) {
    const name = path.slice(path.lastIndexOf('/') + 1)
    const length = reader === 'java' ? name.length : Buffer.byteLength(name)
    // The Rust program looks at no name that is not UTF-8.
    if (length <= LONGEST_FILE_NAME || (reader === 'rust' && name.includes('\ufffd'))) continue
    const unit = reader === 'java' ? 'characters' : 'bytes'
    return `"${path}" has a name of ${length} ${unit}; the longest allowed is ${LONGEST_FILE_NAME}`
  }
  return undefined
}

/**
 * Zips every regular file of an output into `target`, streaming, under any name. No folder entries.
 * A symbolic link is an empty entry, and left out by the Rust program. Rejects when a file cannot
 * be read, and when `clashes` names paths that several files had: no archiver of the real services
 * takes a name twice. Ends at once, rejecting, when `signal` says so.
 */
export async function zipResult(
  { dir, links }: OutputCopy,
  { reader }: ResultRules,
  target: string,
  clashes: readonly string[] = [],
  signal?: AbortSignal,
): Promise<void> {
  if (clashes.length > 0)
    throw new Error(
      `several files have the name "${clashes[0]}" once bytes that are not UTF-8 are replaced; use UTF-8 names`,
    )
  const paths = filesBelow(dir).filter((path) => reader === 'java' || !Object.hasOwn(links, path))
  await zip(
    paths.map((path) => ({ name: path, content: () => createReadStream(join(dir, path)) })),
    target,
    signal,
  )
}

/** Zips named contents into `target`. */
export async function zipBuffers(
  contents: Record<string, Uint8Array>,
  target: string,
): Promise<void> {
  const files = Object.entries(contents).map(([name, bytes]) => ({
    name,
    content: () => Readable.from([bytes]),
  }))
  await zip(files, target)
}

interface ZippedFile {
  name: string
  content(): Readable
}

/**
 * One pipeline owns every stream of an archive: whatever ends one of them, a removed folder
 * included, rejects here.
 */
async function zip(
  files: readonly ZippedFile[],
  target: string,
  signal?: AbortSignal,
): Promise<void> {
  if (files.length > MOST_ENTRIES) throw new Error(`an archive holds ${MOST_ENTRIES} files at most`)
  await pipeline(archiveOf(files), createWriteStream(target, { mode: 0o600 }), { signal })
}

async function* archiveOf(files: readonly ZippedFile[]): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = []
  const archive = new Zip((error, chunk) => {
    if (error) throw error
    ready.push(chunk)
  })
  for (const { name, content } of files) {
    const entry: ZipInputFile = {
      filename: name,
      size: 0,
      crc: 0,
      compression: DEFLATED,
      mtime: ENTRY_TIME,
      attrs: FILE_MODE,
      os: UNIX,
    }
    archive.add(entry)
    for await (const chunk of deflated(content(), entry)) {
      entry.ondata!(null, chunk, false)
      yield* ready.splice(0)
    }
    entry.ondata!(null, new Uint8Array(), true)
  }
  archive.end()
  yield* ready.splice(0)
}

/** Compresses a content, and counts on the entry what goes in. */
async function* deflated(
  content: Readable,
  entry: ZipInputFile,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const compressed = createDeflateRaw()
  const counted = async function* (source: AsyncIterable<Uint8Array>) {
    for await (const chunk of source) {
      entry.size += chunk.length
      entry.crc = crc32(chunk, entry.crc)
      yield chunk
    }
  }
  const done = pipeline(content, counted, compressed)
  done.catch(() => {}) // awaited below, unless the reader leaves first
  yield* compressed as AsyncIterable<Uint8Array<ArrayBuffer>>
  await done
}
