/** A JSON-RPC endpoint: the chain in this process, or one over HTTP. */
export interface Rpc {
  /** Resolves with the `result`, rejects with the chain's error. */
  request(call: { method: string; params?: readonly unknown[] | undefined }): Promise<unknown>
  /** Subscribes to `newHeads` or `logs`; absent where the connection cannot. */
  subscribe?(
    params: readonly unknown[],
    listener: (result: unknown) => void,
  ): Promise<{ close: () => Promise<void> }>
}
