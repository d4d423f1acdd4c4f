import { KeyedQueue, SimError } from '@iexec-sim/base'
import type { HubClient } from '@iexec-sim/chain/client'
import type { Hex, TaskId, TeeFramework } from '@iexec-sim/protocol'
import type { CanarySearch, Sms } from '@iexec-sim/sms'
import type { SecretRef, TimelineBook } from '@iexec-sim/timeline'
import type { Inspected } from '@iexec-sim/worker'
import type { Logger } from 'pino'
import { scanFolder } from './scan-folder.ts'

/** Most findings that are recorded of one look: an app may print a canary in each of its files. */
const MOST_FINDINGS = 100
/** Transactions that are known to be looked through. */
const MOST_SEEN = 10_000

/** Options of a {@link CanaryWatch}. */
interface CanaryWatchOptions {
  /** Where findings are recorded. */
  timeline: TimelineBook
  /** The SMS of each framework, which alone know the values. */
  sms: ReadonlyMap<TeeFramework, Sms>
  /** The hub, for the transactions of tasks. */
  hub: HubClient
  /** Log of the network. */
  log: Logger
}

/**
 * Looks for canaries in what tasks leave behind: files and their names, output, callback data and
 * transactions. Looks for nothing while there are none.
 */
export class CanaryWatch {
  readonly #options: CanaryWatchOptions
  readonly #queue = new KeyedQueue()
  readonly #seen = new Set<string>()

  constructor(options: CanaryWatchOptions) {
    this.#options = options
    options.timeline.subscribe((change) => {
      if (change.kind === 'restored') this.#seen.clear()
      if (change.kind === 'step' && change.step.service === 'chain')
        void this.settle(change.step.taskId)
    })
  }

  /** Makes a secret a canary, or ends that. Throws `CANARY_UNSET` and `CANARY_TOO_SHORT`. */
  mark(secret: SecretRef, isCanary: boolean): void {
    const sms = this.#options.sms.get(secret.framework)
    if (!sms) {
      const served = [...this.#options.sms.keys()].join(', ')
      throw new SimError('FRAMEWORK_NOT_SERVED', { framework: secret.framework, served })
    }
    sms.markCanary(secret, isCanary)
  }

  /** Looks through the output of an app, before its worker goes on. Does not reject. */
  inspect = async ({ taskId, worker, dir, outputDir, callbackData }: Inspected): Promise<void> => {
    await this.#safely(taskId, async (search) => {
      // The first of each encoding at each place: a file may hold a canary on every line.
      const told = new Set<string>()
      const found = (where: string, bytes: Buffer, before = 0) => {
        for (const { secret, encoding, offset } of search.find(bytes)) {
          const key = JSON.stringify([secret, where, encoding])
          if (told.has(key) || told.size >= MOST_FINDINGS) continue
          told.add(key)
          const finding = { taskId, secret, where, encoding, offset: before + offset }
          this.#options.timeline.found(finding)
        }
      }
      await scanFolder({ dir, outputDir, worker, search, found })
      found(`callback data of ${worker}`, Buffer.from(callbackData.slice(2), 'hex'))
    })
  }

  /** Looks through the transactions of a task that are mined by now. Does not reject. */
  settle(taskId: TaskId): Promise<void> {
    if (!this.#hasCanaries) return Promise.resolve()
    return this.#queue.run(taskId, () =>
      this.#safely(taskId, async (search) => {
        for (const hash of await this.#transactions(taskId)) {
          const key = `${taskId} ${hash}`
          if (this.#seen.has(key)) continue
          this.#seen.add(key)
          if (this.#seen.size > MOST_SEEN) this.#seen.delete(this.#seen.values().next().value!)
          const bytes = Buffer.from((await this.#input(hash)).slice(2), 'hex')
          for (const match of search.find(bytes))
            this.#options.timeline.found({ taskId, where: `calldata of ${hash}`, ...match })
        }
      }),
    )
  }

  get #hasCanaries(): boolean {
    return [...this.#options.sms.values()].some((sms) => sms.hasCanaries)
  }

  async #safely(taskId: TaskId, work: (search: CanarySearch) => Promise<void>): Promise<void> {
    const { log, timeline, sms } = this.#options
    if (!this.#hasCanaries) return
    try {
      const carried = timeline.secretEventsOfTask(taskId).filter(({ kind }) => kind === 'requested')
      const search = sms.get(carried[0]?.framework as TeeFramework)?.canarySearch(carried)
      if (search && !search.isEmpty) await work(search)
    } catch (error) {
      log.error(
        { taskId, reason: (error as Error).message },
        'canaries could not be looked for to the end',
      )
    }
  }

  /** The match of its deal, as the timeline has it, and the transactions that name the task. */
  async #transactions(taskId: TaskId): Promise<Set<Hex>> {
    const { hub, timeline } = this.#options
    const known = timeline.ofTask(taskId).flatMap(({ facts }) => facts.transaction ?? [])
    const logs = await Promise.all(
      [
        [null, taskId],
        [null, null, taskId],
      ].map((topics) => {
        const filter = { address: hub.hub, fromBlock: '0x0', toBlock: 'latest', topics }
        return hub.rpc.request({ method: 'eth_getLogs', params: [filter] })
      }),
    )
    const named = (logs.flat() as { transactionHash: Hex }[]).map((log) => log.transactionHash)
    return new Set([...(known as Hex[]), ...named])
  }

  async #input(hash: Hex): Promise<Hex> {
    const params = [hash]
    const found = await this.#options.hub.rpc.request({
      method: 'eth_getTransactionByHash',
      params,
    })
    return (found as { input: Hex } | null)?.input ?? '0x'
  }
}
