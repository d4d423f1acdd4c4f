import { openAsBlob } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { SimError } from '@iexec-sim/base'
import { askControl, type RunningNetwork } from '@iexec-sim/client'
import type { SnapshotInfo } from '@iexec-sim/stack'
import { BEFORE_TEST, PRISTINE } from './pristine.ts'

/** Keys at rest, by the part of a network they belong to. */
export type SnapshotKeys = Readonly<Record<string, string>>

/**
 * Throws `SNAPSHOT_NAME_TAKEN` for a snapshot that a network of tests goes back to: another one in
 * its place would be there for the next test.
 */
function assertFree(name: string): void {
  if (name === PRISTINE || name === BEFORE_TEST) throw new SimError('SNAPSHOT_NAME_TAKEN', { name })
}

/** Snapshots of a whole network: chain and time, order book, secrets, content, tasks. */
export class NetworkSnapshots {
  readonly #network: RunningNetwork

  constructor(network: RunningNetwork) {
    this.#network = network
  }

  /**
   * Saves everything as it is now, in the place of one of the same name. Throws
   * `SNAPSHOT_NAME_TAKEN` for the names that resets need.
   */
  async save(name: string): Promise<SnapshotInfo> {
    assertFree(name)
    return this.keep(name)
  }

  /** The same under any name. @internal */
  async keep(name: string): Promise<SnapshotInfo> {
    const answer = await askControl(this.#network, 'POST', '/snapshots', {
      body: { name, replace: true },
    })
    return (await answer.json()) as SnapshotInfo
  }

  /**
   * Goes back; tasks that run are dropped, faults and misbehaviours told since the start are gone.
   */
  async restore(name: string): Promise<SnapshotInfo> {
    const answer = await askControl(
      this.#network,
      'POST',
      `/snapshots/${encodeURIComponent(name)}/restore`,
    )
    return (await answer.json()) as SnapshotInfo
  }

  /** All of them, the oldest first. */
  async list(): Promise<SnapshotInfo[]> {
    return (await (await askControl(this.#network, 'GET', '/snapshots')).json()) as SnapshotInfo[]
  }

  /** Forgets one. */
  async remove(name: string): Promise<void> {
    assertFree(name)
    await askControl(this.#network, 'DELETE', `/snapshots/${encodeURIComponent(name)}`)
  }

  /**
   * Writes one that was saved to a file that only its owner may read; secrets in it stay encrypted.
   */
  async export(name: string, file: string): Promise<void> {
    const { body } = await askControl(
      this.#network,
      'GET',
      `/snapshots/${encodeURIComponent(name)}/file`,
    )
    const target = await open(file, 'w', 0o600).catch(async (error) => {
      await body?.cancel()
      throw error
    })
    await pipeline(Readable.fromWeb(body as never), target.createWriteStream())
  }

  /**
   * Keys that this network's secrets are encrypted with, for {@link import} elsewhere. Together
   * with an export they reveal the secrets.
   */
  async keys(): Promise<SnapshotKeys> {
    return (await (
      await askControl(this.#network, 'GET', '/snapshots/keys')
    ).json()) as SnapshotKeys
  }

  /**
   * Takes in a file of {@link export}, or of the command line, under a name; {@link restore} makes
   * the network what it holds. Throws `REFUSED` when its secrets are another network's and neither
   * their keys are given nor `'lost'`, which leaves them out.
   */
  async import(name: string, file: string, keys?: SnapshotKeys | 'lost'): Promise<SnapshotInfo> {
    const given =
      keys === undefined || keys === 'lost'
        ? keys
        : Buffer.from(JSON.stringify(keys)).toString('base64')
    const answer = await askControl(
      this.#network,
      'PUT',
      `/snapshots/${encodeURIComponent(name)}/file`,
      {
        headers: {
          'content-type': 'application/gzip',
          ...(given === undefined ? {} : { 'snapshot-keys': given }),
        },
        body: (await openAsBlob(file)).stream(),
      },
    )
    return (await answer.json()) as SnapshotInfo
  }
}
