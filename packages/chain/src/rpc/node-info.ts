import type { Profile } from '@iexec-sim/protocol'
import { type Evm, hasBaseFee } from '../internal/edr.ts'

/**
 * Answers `anvil_nodeInfo` in anvil's form. Transactions are mined in the order they come in, and
 * nothing is forked.
 */
export async function nodeInfo(
  evm: Evm,
  _params: readonly unknown[],
  profile: Profile,
): Promise<unknown> {
  const block = (await evm.request('eth_getBlockByNumber', ['latest', false])) as Record<
    string,
    string
  >
  const gasPrice = `0x${profile.gasPrice.toString(16)}`
  return {
    currentBlockNumber: block.number,
    currentBlockTimestamp: Number(block.timestamp),
    currentBlockHash: block.hash,
    hardFork: profile.hardfork,
    transactionOrder: 'fifo',
    environment: {
      baseFee: hasBaseFee(profile.hardfork) ? gasPrice : '0x0',
      chainId: profile.chainId,
      gasLimit: block.gasLimit,
      gasPrice,
    },
    forkConfig: { forkUrl: null, forkBlockNumber: null, forkRetryBackoff: null },
  }
}
