import { chmodSync, lstatSync, mkdirSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { SimError } from './errors/sim-error.ts'

/** Permission bits of the group and of others. */
const OTHERS = 0o077
/** Write bits of the group and of others. */
const OTHERS_WRITE = 0o022

/**
 * Throws `STATE_FOREIGN` for a folder of another user, `STATE_OPEN` for one that others may enter,
 * and `STATE_NO_FOLDER` for a file. Other users with write access can have left links, and files
 * that stay readable. One that is not there yet is fine, and so is an empty one that others may
 * only read: {@link makeOwnFolder} closes it.
 */
export function assertOwnFolder(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) {
    // A link that leads nowhere would be followed to where it says.
    if (lstatSync(path, { throwIfNoEntry: false })) throw new SimError('STATE_NO_FOLDER', { path })
    return
  }
  if (!found.isDirectory()) throw new SimError('STATE_NO_FOLDER', { path })
  const uid = process.getuid?.()
  if (uid === undefined) return // Windows has no such owners and modes
  if (found.uid !== uid) throw new SimError('STATE_FOREIGN', { path })
  const mode = (found.mode & 0o777).toString(8)
  const isOpen = (found.mode & OTHERS) !== 0 && readdirSync(path).length > 0
  if ((found.mode & OTHERS_WRITE) !== 0 || isOpen) throw new SimError('STATE_OPEN', { path, mode })
}

/**
 * Makes a folder that only this user may enter, or closes an empty one to others. Throws as
 * {@link assertOwnFolder} does.
 */
export function makeOwnFolder(path: string): void {
  assertOwnFolder(path)
  mkdirSync(dirname(path), { recursive: true })
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  assertOwnFolder(path) // another process may have been quicker
  chmodSync(realpathSync(path), 0o700)
}
