import { RpcFailure } from '../internal/edr.ts'

const MAKES = new Set(['eth_newFilter', 'eth_newBlockFilter', 'eth_newPendingTransactionFilter'])
const READS = new Set(['eth_getFilterChanges', 'eth_getFilterLogs'])

/** Most filters there may be at once. */
const MOST_FILTERS = 1_000
/** Time after which an unused filter is removed, as in other nodes. */
const IDLE_MS = 5 * 60_000

type Ask = (method: string, params: readonly unknown[]) => Promise<unknown>

/** Counts the engine's filters, so that clients which forget theirs do not fill the memory. */
export class Filters {
  /** Last use of each filter, oldest first. */
  readonly #used = new Map<string, number>()

  /**
   * Asks the engine, for a filter where there is room. Rejects with code -32005 where there is
   * none.
   */
  async request(method: string, params: readonly unknown[], ask: Ask): Promise<unknown> {
    const id = String(params[0])
    if (READS.has(method) && this.#used.delete(id)) this.#used.set(id, performance.now())
    if (method === 'eth_uninstallFilter') this.#used.delete(id)
    if (!MAKES.has(method)) return ask(method, params)
    await this.#dropIdle(ask)
    if (this.#used.size >= MOST_FILTERS)
      throw new RpcFailure(
        -32005,
        `too many filters: there are ${MOST_FILTERS}; end some with eth_uninstallFilter`,
      )
    const made = await ask(method, params)
    this.#used.set(String(made), performance.now())
    return made
  }

  async #dropIdle(ask: Ask): Promise<void> {
    const now = performance.now()
    for (const [id, used] of [...this.#used]) {
      if (now - used <= IDLE_MS) return
      this.#used.delete(id)
      await ask('eth_uninstallFilter', [id])
    }
  }
}
