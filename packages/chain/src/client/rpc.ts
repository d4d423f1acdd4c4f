import { ask } from '@iexec-sim/base'
import type { Rpc } from '@iexec-sim/protocol'

/** A chain's refusal of a request. */
export class RpcError extends Error {
  override readonly name = 'RpcError'
  readonly code: number
  readonly data: unknown

  constructor(code: number, message: string, data: unknown) {
    super(message)
    this.code = code
    this.data = data
  }
}

/**
 * Speaks JSON-RPC over HTTP. Rejects with {@link RpcError}, `HTTP_UNREACHABLE` when nothing
 * answers, `HTTP_FAILED` when the endpoint is not a chain.
 */
export function httpRpc(url: string): Rpc {
  let id = 0
  return {
    async request({ method, params = [] }) {
      const response = await ask(url, { json: { jsonrpc: '2.0', id: ++id, method, params } })
      const { result, error } = (await response.json()) as {
        result?: unknown
        error?: { code: number; message: string; data?: unknown }
      }
      if (error) throw new RpcError(error.code, error.message, error.data)
      return result
    },
  }
}
