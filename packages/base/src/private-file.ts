import { randomUUID } from 'node:crypto'
import { renameSync, rmSync, writeFileSync } from 'node:fs'

/**
 * Writes a file that only its owner may read (mode 600), whole or not at all. A file, a link or anything else that was there
 * under its name is replaced, never followed or kept.
 */
export function writePrivateFile(path: string, content: string | Uint8Array): void {
  const unfinished = `${path}.${randomUUID()}`
  try {
    writeFileSync(unfinished, content, { mode: 0o600, flag: 'wx' })
    renameSync(unfinished, path)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
}
