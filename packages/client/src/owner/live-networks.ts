import { lstatSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import {
  isRunning,
  makeOwnFolder,
  type ProcessId,
  SimError,
  thisProcess,
  writeWholeFile,
} from '@iexec-sim/base'

/**
 * The networks of this user that run on this machine, and those that died. Everything a network
 * creates in the Docker engine carries its id; only what belongs to a network known to be dead may
 * be swept.
 */
export class LiveNetworks {
  readonly #dir: string

  constructor(dir = join(tmpdir(), `iexec-sim-${userInfo().uid}`)) {
    // Another user's folder of that name could make our containers look dead or alive, and so could
    // a link.
    if (lstatSync(dir, { throwIfNoEntry: false })?.isSymbolicLink())
      throw new SimError('STATE_NO_FOLDER', { path: dir })
    makeOwnFolder(dir)
    this.#dir = dir
  }

  /**
   * Marks a network as held by this process. The returned function removes the mark, once nothing
   * of the network is left in the engine.
   */
  enter(id: string): () => void {
    const path = this.#path(id)
    writeWholeFile(path, JSON.stringify(thisProcess()))
    return () => rmSync(path, { force: true })
  }

  /** Whether the process that held the network died without removing its mark. */
  isDead(id: string): boolean {
    try {
      return !isRunning(JSON.parse(readFileSync(this.#path(id), 'utf8')) as ProcessId)
    } catch {
      return false
    }
  }

  #path(id: string): string {
    return join(this.#dir, `${id.replace(/[^\w-]/g, '_')}.lock`)
  }
}
