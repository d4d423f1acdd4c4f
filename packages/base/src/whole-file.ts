import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Options of {@link writeWholeFile}. */
export interface WholeFileOptions {
  /** Mode of the file. @default 0o600 */
  mode?: number
  /**
   * Whether it is on the disk when the call returns, for what a power loss must not take. @default
   * false
   */
  flush?: boolean
}

/**
 * Writes a file whole or not at all. A file, a link or anything else that was there under its name
 * is replaced, never followed or kept.
 */
export function writeWholeFile(
  path: string,
  content: string | Uint8Array,
  { mode = 0o600, flush = false }: WholeFileOptions = {},
): void {
  const unfinished = `${path}.${randomUUID()}`
  try {
    writeFileSync(unfinished, content, { mode, flag: 'wx', flush })
    renameSync(unfinished, path)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
  if (flush) flushFolder(dirname(path))
}

/** Puts the names in a folder on the disk, without which a file that is there may have none. */
function flushFolder(path: string): void {
  if (process.platform === 'win32') return // opens no folders
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } catch (error) {
    // The file is in place; some file systems flush no folders.
    if (!['EINVAL', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  } finally {
    closeSync(folder)
  }
}
