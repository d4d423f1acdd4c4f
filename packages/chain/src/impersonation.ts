import { type Evm, RpcFailure } from './internal/edr.ts'

/**
 * Accounts that send without their keys. The engine knows them one by one; here any account can be
 * impersonated for a transaction.
 */
export class Impersonation {
  /** Whether any account may send. */
  lendsAll = false
  /** Those that were asked for by name, lower case. */
  readonly #named = new Set<string>()

  /** Takes the parameter of `anvil_autoImpersonateAccount`. */
  lendAll([all]: readonly unknown[]): null {
    if (typeof all !== 'boolean')
      throw new RpcFailure(-32602, 'anvil_autoImpersonateAccount needs true or false')
    this.lendsAll = all
    return null
  }

  /** Notes what the engine is told of accounts by name. */
  note(method: string, [account]: readonly unknown[]): void {
    if (method === 'hardhat_impersonateAccount') this.#named.add(String(account).toLowerCase())
    if (method === 'hardhat_stopImpersonatingAccount')
      this.#named.delete(String(account).toLowerCase())
  }

  /** Sends a transaction, with its sender lent to the caller where any account may send. */
  async whileSending(
    evm: Evm,
    method: string,
    [sent]: readonly unknown[],
    send: () => Promise<unknown>,
  ): Promise<unknown> {
    const from = (sent as { from?: unknown } | null | undefined)?.from
    if (!this.lendsAll || method !== 'eth_sendTransaction' || typeof from !== 'string')
      return send()
    if (this.#named.has(from.toLowerCase())) return send()
    await evm.request('hardhat_impersonateAccount', [from])
    try {
      return await send()
    } finally {
      await evm.request('hardhat_stopImpersonatingAccount', [from])
    }
  }
}
