import { randomUUID } from 'node:crypto'
import { renameSync, rmSync, writeFileSync } from 'node:fs'

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
}
