import { randomBytes } from 'node:crypto'
import { connectEngine, type Engine } from '@iexec-sim/docker'
import { LiveNetworks } from './live-networks.ts'

/** An engine that belongs to this process. */
export interface OwnedEngine extends AsyncDisposable {
  /** The connected engine. */
  engine: Engine
}

/**
 * Connects to the engine for a process that holds no network, such as a command. Whatever it
 * creates there carries an id of its own, which is marked as this process's: if the process dies
 * half-way, the next start of a network sweeps it. Dispose when done.
 */
export function connectAsOwner(kind: 'cli' | 'matrix' | 'testing'): OwnedEngine {
  const id = `${kind}-${randomBytes(6).toString('hex')}`
  const engine = connectEngine({ network: id })
  const takeMarkBack = new LiveNetworks().enter(id)
  return {
    engine,
    // Resources that could not be removed keep the mark and go with the next sweep; the work itself
    // has succeeded.
    [Symbol.asyncDispose]: () => engine.closeNetwork().then(takeMarkBack, () => {}),
  }
}
