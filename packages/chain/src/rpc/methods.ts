/** How the chain treats a method. */
export type MethodKind =
  /** Changes the chain: journaled, one after the other. */
  | 'write'
  /** Moves the network's clock. */
  | 'time'
  | 'read'
  | 'refused'

const WRITES = new Set([
  'eth_sendTransaction',
  'eth_sendRawTransaction',
  'evm_mine',
  'hardhat_mine',
  'evm_snapshot',
  'evm_revert',
  'evm_setAutomine',
  'hardhat_setBalance',
  'hardhat_setCode',
  'hardhat_setNonce',
  'hardhat_setStorageAt',
  'hardhat_setCoinbase',
  'hardhat_impersonateAccount',
  'hardhat_stopImpersonatingAccount',
  'hardhat_dropTransaction',
])
const TIMES = new Set(['evm_increaseTime', 'evm_setNextBlockTimestamp', 'evm_setTime'])
/** A reset would forget the journal, and timed mining would add blocks nobody asked for at replay. */
const REFUSED = new Set([
  'hardhat_reset',
  'evm_setIntervalMining',
  'hardhat_setPrevRandao',
  'hardhat_setMinGasPrice',
  'hardhat_setNextBlockBaseFeePerGas',
])

const ALIASES: Record<string, string> = {
  anvil_increaseTime: 'evm_increaseTime',
  anvil_setNextBlockTimestamp: 'evm_setNextBlockTimestamp',
  anvil_setTime: 'evm_setTime',
  anvil_setAutomine: 'evm_setAutomine',
  anvil_snapshot: 'evm_snapshot',
  anvil_revert: 'evm_revert',
}

/** The engine's name of a method: `anvil_x` is `hardhat_x`, or the `evm_` method of the same meaning. */
export function canonicalMethod(method: string): string {
  return ALIASES[method] ?? method.replace(/^anvil_/, 'hardhat_')
}

/** How a method (by its canonical name) is treated. */
export function kindOf(method: string): MethodKind {
  if (WRITES.has(method)) return 'write'
  if (TIMES.has(method)) return 'time'
  return REFUSED.has(method) ? 'refused' : 'read'
}

const MINES = new Set(['eth_sendTransaction', 'eth_sendRawTransaction', 'evm_mine', 'hardhat_mine'])

/** Whether a write adds blocks. */
export const mines = (method: string): boolean => MINES.has(method)

/** Whether a read is answered as of the block to come, and so depends on the time. */
export function looksAhead(method: string, params: readonly unknown[]): boolean {
  if (method === 'eth_estimateGas') return params[1] === undefined || params[1] === 'pending'
  if (method === 'eth_call') return params[1] === 'pending'
  return method === 'eth_getBlockByNumber' && params[0] === 'pending'
}
