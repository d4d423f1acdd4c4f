import type { AddressSheet } from '@iexec-sim/client'
import { JsonRpcProvider } from 'ethers'

/** Takes a chain to a later time, with a block there. */
export async function timeTravel({ rpc }: AddressSheet, seconds: number): Promise<void> {
  const provider = new JsonRpcProvider(rpc)
  await provider.send('evm_increaseTime', [seconds])
  await provider.send('evm_mine', [])
  provider.destroy()
}

/**
 * Options of a client whose machine's clock is ahead: it judges deadlines by that, not by the
 * chain's time.
 */
export function clockAhead(seconds: number): { env: Record<string, string> } {
  const code = `const now = Date.now; Date.now = () => now() + ${seconds * 1000}`
  return { env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` } }
}
