import { createWriteStream, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/** Longest name a result file may have. */
export const LONGEST_FILE_NAME = 31
/** The same time in every entry, so that the same files make the same archive. */
const ENTRY_TIME = new Date(Date.UTC(1980, 0, 1))

/** Every regular file below a folder, by path relative to it, in byte order. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

/** Whether a file name below the folder is longer than results allow. */
export function hasTooLongName(folder: string): boolean {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).some(
    (entry) => entry.name.length > LONGEST_FILE_NAME,
  )
}

/** Zips every regular file below `folder` into `target`, streaming. No folder entries. */
export async function zipFolder(folder: string, target: string): Promise<void> {
  const zip = new ZipFile()
  for (const path of filesBelow(folder)) zip.addFile(join(folder, path), path, { mtime: ENTRY_TIME, mode: 0o100644 })
  zip.end()
  await pipeline(zip.outputStream as NodeJS.ReadableStream, createWriteStream(target, { mode: 0o600 }))
}

/** Zips named contents into `target`. */
export async function zipBuffers(contents: Record<string, Uint8Array>, target: string): Promise<void> {
  const zip = new ZipFile()
  for (const [name, bytes] of Object.entries(contents))
    zip.addBuffer(Buffer.from(bytes), name, { mtime: ENTRY_TIME, mode: 0o100644 })
  zip.end()
  await pipeline(zip.outputStream as NodeJS.ReadableStream, createWriteStream(target, { mode: 0o600 }))
}
