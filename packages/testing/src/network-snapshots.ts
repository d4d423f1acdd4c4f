import { askControl, type RunningNetwork, type SnapshotInfo } from '@iexec-sim/stack/client'

/** Snapshots of a whole network: chain and time, order book, secrets, content, tasks. */
export class NetworkSnapshots {
  readonly #network: RunningNetwork

  constructor(network: RunningNetwork) {
    this.#network = network
  }

  /** Saves everything as it is now, in the place of one of the same name. */
  async save(name: string): Promise<SnapshotInfo> {
    const answer = await askControl(this.#network, 'POST', '/snapshots', { body: { name, replace: true } })
    return (await answer.json()) as SnapshotInfo
  }

  /** Goes back; tasks that run are dropped, faults and misbehaviours told since the start are gone. */
  async restore(name: string): Promise<SnapshotInfo> {
    const answer = await askControl(this.#network, 'POST', `/snapshots/${encodeURIComponent(name)}/restore`)
    return (await answer.json()) as SnapshotInfo
  }

  /** All of them, the oldest first. */
  async list(): Promise<SnapshotInfo[]> {
    return (await (await askControl(this.#network, 'GET', '/snapshots')).json()) as SnapshotInfo[]
  }

  /** Forgets one. */
  async remove(name: string): Promise<void> {
    await askControl(this.#network, 'DELETE', `/snapshots/${encodeURIComponent(name)}`)
  }
}
