import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { SimError } from '@iexec-sim/protocol'
import { isRunning, type ProcessId, thisProcess } from './process-id.ts'

/**
 * Which networks of this user run on this machine, and which have died. What a network created in the Docker engine carries its
 * id; only what belongs to a network known to be dead may be swept.
 */
export class LiveNetworks {
  readonly #dir: string

  constructor(dir = join(tmpdir(), `iexec-sim-${userInfo().uid}`)) {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    // Somebody else's folder of that name could make our containers look dead or alive.
    if (userInfo().uid >= 0 && statSync(dir).uid !== userInfo().uid) throw new SimError('STATE_FOREIGN', { path: dir })
    this.#dir = dir
  }

  /** Marks a network as held by this process. The answer takes the mark back, when nothing of it is left in the engine. */
  enter(id: string): () => void {
    const path = this.#path(id)
    writeFileSync(path, JSON.stringify(thisProcess()), { mode: 0o600 })
    return () => rmSync(path, { force: true })
  }

  /** Whether the process that held the network has died without taking its mark back. */
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
