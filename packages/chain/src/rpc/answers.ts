import type { Evm } from '../internal/edr.ts'

type Answer = (evm: Evm, params: readonly unknown[]) => unknown

/** Methods of other nodes that the engine has not: a chain of one node listens, and has no peers. */
const ANSWERS: Record<string, Answer> = {
  net_listening: () => true,
  net_peerCount: () => '0x0',
  eth_protocolVersion: () => '0x41',
  eth_getBlockReceipts: blockReceipts,
}

/** The answer to a method the engine has not, where this chain has it. */
export function answerOf(method: string): Answer | undefined {
  return Object.hasOwn(ANSWERS, method) ? ANSWERS[method] : undefined
}

/** The receipts of a block given by number, tag or hash, in order; null where there is no such block. */
async function blockReceipts(evm: Evm, [id]: readonly unknown[]): Promise<unknown> {
  const isHash = typeof id === 'string' && id.length === 66
  const block = await evm.request(isHash ? 'eth_getBlockByHash' : 'eth_getBlockByNumber', [id, false])
  if (!block) return null
  const { transactions } = block as { transactions: string[] }
  return Promise.all(transactions.map((hash) => evm.request('eth_getTransactionReceipt', [hash])))
}
