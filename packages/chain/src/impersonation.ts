import { type Evm, RpcFailure } from './internal/edr.ts'

/**
 * Accounts that send without their keys. The engine knows them one by one; here any account can be
 * impersonated for a transaction.
 */
export class Impersonation {
  /** Whether any account may send. */
  #lendsAll = false
  /** Accounts impersonated by name, lower case. */
  #named = new Set<string>()

  /** Takes the parameter of `anvil_autoImpersonateAccount`. */
  lendAll([all]: readonly unknown[]): null {
    if (typeof all !== 'boolean')
      throw new RpcFailure(-32602, 'anvil_autoImpersonateAccount needs true or false')
    this.#lendsAll = all
    return null
  }

  /** Notes a request about an account by name that the engine has taken. */
  note(method: string, [account]: readonly unknown[]): void {
    const name = String(account).toLowerCase()
    if (method === 'hardhat_impersonateAccount') this.#named.add(name)
    if (method === 'hardhat_stopImpersonatingAccount') this.#named.delete(name)
  }

  /** The present state, for {@link become}. */
  copy(): Impersonation {
    const copy = new Impersonation()
    copy.#lendsAll = this.#lendsAll
    copy.#named = new Set(this.#named)
    return copy
  }

  /** Goes to the state of a copy, the engine too: its own reverts leave impersonation as it is. */
  async become(evm: Evm, other: Impersonation): Promise<void> {
    for (const account of this.#named)
      if (!other.#named.has(account))
        await evm.request('hardhat_stopImpersonatingAccount', [account])
    for (const account of other.#named)
      if (!this.#named.has(account)) await evm.request('hardhat_impersonateAccount', [account])
    this.#named = new Set(other.#named)
    this.#lendsAll = other.#lendsAll
  }

  /** Sends a transaction, with its sender lent to the caller where any account may send. */
  async whileSending<T>(
    evm: Evm,
    method: string,
    [sent]: readonly unknown[],
    send: () => Promise<T>,
  ): Promise<T> {
    const from = (sent as { from?: unknown } | null | undefined)?.from
    if (!this.#lendsAll || method !== 'eth_sendTransaction' || typeof from !== 'string')
      return send()
    return this.lend(evm, from, send)
  }

  /** Runs a job while an account may send. One that is impersonated by name stays so. */
  async lend<T>(evm: Evm, account: string, job: () => Promise<T>): Promise<T> {
    if (this.#named.has(account.toLowerCase())) return job()
    await evm.request('hardhat_impersonateAccount', [account])
    try {
      return await job()
    } finally {
      await evm.request('hardhat_stopImpersonatingAccount', [account])
    }
  }
}
