import { askControl, type RunningNetwork } from '@iexec-sim/client'
import {
  type MisbehaviourEntry,
  type MisbehaviourScope,
  readMisbehaviour,
  WORKER_MISBEHAVIOURS,
} from '@iexec-sim/faults/misbehaviours'
import type { DealId } from '@iexec-sim/protocol'
import { Option } from 'commander'
import { collect } from '../../options.ts'

/** The `--misbehave` option of a command. */
export const misbehaveOption = (what: string) =>
  new Option(
    '--misbehave <actor=how>',
    `${what}: worker-1=${WORKER_MISBEHAVIOURS.join(', ')}; scheduler=never-finalizes, authorizes-unknown-worker`,
  ).argParser(collect)

/** Actors of a running network, and the misbehaviours in force. */
export interface MisbehaviourList {
  /** Names of the workers, and `scheduler`. */
  actors: string[]
  /** Misbehaviours in force. */
  entries: MisbehaviourEntry[]
}

/** Speaks of misbehaviours with a running network, over its control door. */
export class MisbehaviourClient {
  readonly #network: RunningNetwork

  constructor(network: RunningNetwork) {
    this.#network = network
  }

  list(): Promise<MisbehaviourList> {
    return this.#ask('GET')
  }

  /** Adds an entry; see {@link read} for what the network takes. */
  add(entry: MisbehaviourEntry): Promise<MisbehaviourList> {
    return this.#ask('POST', '', entry)
  }

  /** Clears the entries of a deal or task, or all. */
  clear(scope: MisbehaviourScope = {}): Promise<MisbehaviourList> {
    return this.#ask('DELETE', `?${new URLSearchParams({ ...scope })}`)
  }

  /**
   * Reads `worker-1=wrong-digest` and the like for this network. Throws as `readMisbehaviour` does.
   */
  read(texts: readonly string[]): MisbehaviourEntry[] {
    const workers = this.#network.sheet.workers.length
    return texts.map((text) => readMisbehaviour(text, workers))
  }

  /**
   * Lets these hold for a deal while something is done; they are gone afterwards, however it ends.
   */
  async during<T>(
    deal: DealId,
    entries: readonly MisbehaviourEntry[],
    work: () => Promise<T>,
  ): Promise<T> {
    for (const entry of entries) await this.add({ ...entry, deal })
    try {
      return await work()
    } finally {
      if (entries.length > 0) await this.clear({ deal }).catch(() => {})
    }
  }

  async #ask(method: string, query = '', body?: MisbehaviourEntry): Promise<MisbehaviourList> {
    const answer = await askControl(
      this.#network,
      method,
      `/misbehaviours${query}`,
      body ? { body } : {},
    )
    return (await answer.json()) as MisbehaviourList
  }
}

/** An entry as text for people. */
export function misbehaviourText({ actor, does, deal, task }: MisbehaviourEntry): string {
  const scope = task ? `  task ${task}` : deal ? `  deal ${deal}` : '  every task'
  return `${actor}=${does}${scope}`
}
