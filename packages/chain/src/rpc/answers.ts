import type { Profile } from '@iexec-sim/protocol'
import type { Evm } from '../internal/edr.ts'
import { METHODS } from './methods.ts'
import { nodeInfo } from './node-info.ts'
import { poolContent, poolContentFrom, poolLines, poolStatus } from './txpool.ts'

type Answer = (evm: Evm, params: readonly unknown[], profile: Profile) => unknown

/**
 * Methods of other nodes that the engine has not: a chain of one node listens, and has no peers,
 * miners or uncles.
 */
const ANSWERS: Record<string, Answer> = {
  net_listening: () => true,
  net_peerCount: () => '0x0',
  rpc_modules: modules,
  eth_protocolVersion: () => '0x41',
  eth_mining: () => false,
  eth_hashrate: () => '0x0',
  eth_getUncleByBlockHashAndIndex: () => null,
  eth_getUncleByBlockNumberAndIndex: () => null,
  eth_getUncleCountByBlockHash: uncleCount,
  eth_getUncleCountByBlockNumber: uncleCount,
  eth_getBlockReceipts: blockReceipts,
  txpool_content: poolContent,
  txpool_contentFrom: poolContentFrom,
  txpool_inspect: poolLines,
  txpool_status: poolStatus,
  anvil_nodeInfo: nodeInfo,
  anvil_getIntervalMining: () => null,
  hardhat_setLoggingEnabled: () => true,
}

/** The answer to a method the engine has not, where this chain has it. */
export function answerOf(method: string): Answer | undefined {
  return Object.hasOwn(ANSWERS, method) ? ANSWERS[method] : undefined
}

/** A block given by number, tag or hash. */
function blockOf(evm: Evm, id: unknown): Promise<unknown> {
  const isHash = typeof id === 'string' && id.length === 66
  return evm.request(isHash ? 'eth_getBlockByHash' : 'eth_getBlockByNumber', [id, false])
}

/** The receipts of a block in order; null for an unknown block. */
async function blockReceipts(evm: Evm, [id]: readonly unknown[]): Promise<unknown> {
  const block = await blockOf(evm, id)
  if (!block) return null
  const { transactions } = block as { transactions: string[] }
  return Promise.all(transactions.map((hash) => evm.request('eth_getTransactionReceipt', [hash])))
}

async function uncleCount(evm: Evm, [id]: readonly unknown[]): Promise<unknown> {
  return (await blockOf(evm, id)) ? '0x0' : null
}

function modules(): Record<string, string> {
  const names = METHODS.filter(({ by }) => by !== 'none').map(({ name }) => name.split('_')[0]!)
  return Object.fromEntries([...new Set(names)].map((name) => [name, '1.0']))
}
