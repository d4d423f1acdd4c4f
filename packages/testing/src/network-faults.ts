import { askControl, type RunningNetwork } from '@iexec-sim/client'
import type { Fault, FaultEntry } from '@iexec-sim/faults'

/**
 * Deliberate faults of routes, the chain, stages of a task and clocks. Removed after a test, as
 * everything else is.
 */
export class NetworkFaults {
  readonly #network: RunningNetwork

  constructor(network: RunningNetwork) {
    this.#network = network
  }

  /**
   * Adds one: `{ on: 'http', service: 'market', does: { status: 503 }, times: 2 }`. Throws
   * `REFUSED` for what cannot be.
   */
  async add(fault: Fault): Promise<void> {
    await askControl(this.#network, 'POST', '/faults', { body: fault })
  }

  /** Those that hold, with their numbers. */
  async list(): Promise<FaultEntry[]> {
    const answer = await askControl(this.#network, 'GET', '/faults')
    return ((await answer.json()) as { faults: FaultEntry[] }).faults
  }

  /** Ends one, by its number, or all. */
  async clear(id?: number): Promise<void> {
    await askControl(this.#network, 'DELETE', `/faults${id === undefined ? '' : `?id=${id}`}`)
  }
}
