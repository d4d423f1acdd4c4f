/** What is needed of an Ethereum provider here. */
export interface Rpc {
  request(call: { method: string; params?: unknown[] }): Promise<unknown>
}
