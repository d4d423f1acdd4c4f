import type { Interface } from 'ethers'

/**
 * Why a call failed, as text: its own words, its custom error, that it gave none, or that its gas
 * (`gasLimit`) was used up.
 */
export function revertReason(abi: Interface, error: unknown, gasLimit: bigint): string {
  if (/out of gas/i.test((error as Error).message)) return `out of gas: the limit was ${gasLimit}`
  const data = dataOf((error as { data?: unknown }).data)
  if (data === undefined || data === '0x')
    return data === '0x' ? 'empty revert' : (error as Error).message
  const parsed = abi.parseError(data)
  if (!parsed) return `revert data ${data}`
  if (parsed.name === 'Error') return String(parsed.args[0])
  return `${parsed.name}(${parsed.args.join(', ')})`
}

/** Nodes differ in where they put the revert data. */
function dataOf(data: unknown): string | undefined {
  if (typeof data === 'string') return data
  return typeof data === 'object' && data !== null
    ? dataOf((data as { data?: unknown }).data)
    : undefined
}
