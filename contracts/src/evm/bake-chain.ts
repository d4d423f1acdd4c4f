import { developmentWallet, type Rpc } from '@iexec-sim/protocol'
import { IncludeTraces, MineOrdering } from '@nomicfoundation/edr'
import { getBytes } from 'ethers'
import { createEngine } from './create-engine.ts'

const gasLimit = 400_000_000n
/** Owner of the hub, and owner of the debug workerpool. */
const actors = 2
let keys: { address: string; privateKey: string }[] | undefined

/**
 * Opens an empty chain with room for anything, on which a genesis is built. It is gone with the
 * last reference to it.
 */
export async function openBakeChain(chainId: number): Promise<Rpc> {
  keys ??= Array.from({ length: actors }, (_, i) => developmentWallet(i))
  const provider = await createEngine({
    allowBlocksWithSameTimestamp: true,
    allowUnlimitedContractSize: true, // creation code stands where a contract will; what is left there is checked
    bailOnCallFailure: true,
    bailOnTransactionFailure: true,
    chainId: BigInt(chainId),
    networkId: BigInt(chainId),
    coinbase: getBytes(`0x${'c0'.repeat(20)}`),
    defaultTransactionGasLimit: gasLimit,
    genesisState: keys.map(({ address }) => ({
      address: getBytes(address),
      balance: 10n ** 24n,
      storage: [],
    })),
    hardfork: 'berlin',
    minGasPrice: 0n,
    mining: { autoMine: true, blockGasLimit: gasLimit, memPool: { order: MineOrdering.Fifo } },
    network: { genesisBlockGasLimit: gasLimit, genesisBlockTime: 1_700_000_000n },
    observability: { includeCallTraces: IncludeTraces.None },
    ownedAccounts: keys.map(({ privateKey }) => privateKey),
    precompileOverrides: [],
  })
  return {
    async request({ method, params = [] }) {
      const { data } = await provider.handleRequest(
        JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      )
      const answer = typeof data === 'string' ? JSON.parse(data) : data
      if (answer.error)
        throw Object.assign(new Error(answer.error.message), { data: answer.error.data })
      return answer.result
    },
  }
}
