import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { SimError } from '@iexec-sim/base'
import type { Part } from '@iexec-sim/base/progress'

/** Throws `FILE_EXISTS`. */
export function assertFree(file: string): void {
  if (existsSync(file)) throw new SimError('FILE_EXISTS', { file })
}

/**
 * Writes a stream to a file that only its owner can read, whole or not at all. Returns its size in
 * bytes. Throws `FILE_UNWRITABLE`.
 */
export async function saveFile(file: string, content: ReadableStream<Uint8Array>): Promise<number> {
  const unfinished = `${file}.${randomUUID()}`
  // Taken at once: the body of a response that nothing refers to any more may be cut off.
  const source = Readable.fromWeb(content as never)
  try {
    const target = await open(unfinished, 'wx', 0o600)
    await pipeline(source, target.createWriteStream())
    const { size } = await stat(unfinished)
    await rename(unfinished, file)
    return size
  } catch (error) {
    source.destroy()
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    throw new SimError('FILE_UNWRITABLE', { file, reason: (error as Error).message.split(',')[0]! })
  } finally {
    await rm(unfinished, { force: true }).catch(() => {}) // the error has been reported already
  }
}

/** Writes keys to a file that only its owner may read. */
export async function saveKeys(file: string, keys: string): Promise<void> {
  await saveFile(file, new Blob([keys]).stream() as ReadableStream<Uint8Array>)
}

/** Reads a file of keys as a header carries it. Throws `FILE_UNREADABLE`. */
export async function readKeys(file: string): Promise<string> {
  return (await readFile(file).catch((error) => unreadable(file, error))).toString('base64')
}

/**
 * Opens a file to be sent; `onPart` is told how much of it is on its way, in bytes. Throws
 * `FILE_UNREADABLE`.
 */
export async function openFile(
  file: string,
  onPart: (part: Part) => void,
): Promise<{ body: ReadableStream; close: () => Promise<void> }> {
  const handle = await open(file).catch((error) => unreadable(file, error))
  const about = await handle.stat()
  if (about.isDirectory()) {
    await handle.close()
    unreadable(file, new Error('it is a folder'))
  }
  let done = 0
  const content = handle.createReadStream({ autoClose: false }).map((bytes: Buffer) => {
    done += bytes.length
    onPart({ done, total: about.size })
    return bytes
  })
  return { body: Readable.toWeb(content) as ReadableStream, close: () => handle.close() }
}

function unreadable(file: string, error: Error): never {
  throw new SimError('FILE_UNREADABLE', { file, reason: error.message })
}
