import type { Evm } from '../internal/edr.ts'

/** A plain transfer as the engine's search for the limit has it: one more than it takes. */
const SEARCHED = '0x5209'
const TRANSFER = '0x5208'

/** Asks the engine; an estimate of a plain transfer comes exact. */
export async function exactly(
  evm: Evm,
  method: string,
  params: readonly unknown[],
): Promise<unknown> {
  const answer = await evm.request(method, params)
  return method === 'eth_estimateGas' ? exactTransfer(evm, params, answer) : answer
}

/**
 * An estimate, with what a transfer to an account without code takes to the unit, as wallets
 * expect.
 */
async function exactTransfer(
  evm: Evm,
  [call, block]: readonly unknown[],
  estimate: unknown,
): Promise<unknown> {
  const { to } = (call ?? {}) as { to?: unknown }
  if (estimate !== SEARCHED || typeof to !== 'string') return estimate
  const code = await evm.request('eth_getCode', [to, block ?? 'pending'])
  return code === '0x' ? TRANSFER : estimate
}
