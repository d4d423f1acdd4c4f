import type { Genesis } from '@iexec-sim/contracts'
import { createEngine, type EngineConfig } from '@iexec-sim/contracts/evm'
import type { Hex, Profile } from '@iexec-sim/protocol'
import { IncludeTraces, MineOrdering, type Provider } from '@nomicfoundation/edr'
import { getBytes } from 'ethers'
import { inCommonForm } from './failures.ts'

export { RpcFailure } from './failures.ts'

/** One account as the engine's first state has it. */
export interface FundedAccount {
  /** Address of the account. */
  address: Hex
  /** Private key, 32 bytes of hex. */
  privateKey: Hex
  /** Wei. */
  balance: bigint
}

/** Options of a chain engine. */
export interface EvmOptions {
  /** Profile of the simulated network. */
  profile: Profile
  /** Accounts and contracts of the first block. */
  genesis: Genesis
  /** Accounts that the engine signs for, with their first balances. */
  accounts: readonly FundedAccount[]
  /** Seconds since 1970 of the first block. */
  genesisTime: bigint
}

/** The chain engine: handles one JSON-RPC request after the other. */
export interface Evm {
  /** Number of requests so far that may have changed how it mines or which transactions wait. */
  readonly changes: number
  /** Rejects with {@link RpcFailure}. */
  request(method: string, params: readonly unknown[]): Promise<unknown>
}

/** Starts a chain engine in this process. Nothing else of this package knows which engine it is. */
export async function startEvm(options: EvmOptions): Promise<Evm> {
  const provider = await createEngine(providerConfig(options))
  let changes = 0
  return {
    get changes() {
      return changes
    },
    request: (method, params) => {
      if (mayChange(method)) changes++
      return request(provider, method, params)
    },
  }
}

/** Whether a request may change how the engine mines or which transactions wait. */
const mayChange = (method: string): boolean =>
  /^(evm|hardhat|anvil|eth_send)/.test(method) &&
  method !== 'evm_setNextBlockTimestamp' &&
  method !== 'hardhat_getAutomine'

function providerConfig({ profile, genesis, accounts, genesisTime }: EvmOptions): EngineConfig {
  return {
    allowBlocksWithSameTimestamp: true,
    allowUnlimitedContractSize: false,
    bailOnCallFailure: true,
    bailOnTransactionFailure: false,
    chainId: BigInt(profile.chainId),
    networkId: BigInt(profile.chainId),
    coinbase: getBytes(`0x${'c0'.repeat(20)}`),
    defaultTransactionGasLimit: profile.blockGasLimit,
    genesisState: [...accounts.map(funded), ...genesis.accounts.map(baked)],
    hardfork: profile.hardfork,
    ...baseFee(profile),
    minGasPrice: 0n,
    mining: {
      autoMine: true,
      blockGasLimit: profile.blockGasLimit,
      memPool: { order: MineOrdering.Fifo },
    },
    network: { genesisBlockGasLimit: profile.blockGasLimit, genesisBlockTime: genesisTime },
    observability: { includeCallTraces: IncludeTraces.None },
    ownedAccounts: accounts.map(({ privateKey }) => privateKey),
    precompileOverrides: [],
  }
}

/**
 * From London on blocks have a base fee. Here it stays at the profile's gas price: the target is a
 * full block, which cannot be exceeded, and the step down is too small to be a wei.
 */
function baseFee({ hardfork, gasPrice }: Profile) {
  if (!hasBaseFee(hardfork)) return {}
  return {
    initialBaseFeePerGas: gasPrice,
    initialParentBeaconBlockRoot: new Uint8Array(32),
    baseFeeConfig: [
      {
        activation: { hardfork: 'london' },
        maxChangeDenominator: 2n ** 64n - 1n,
        elasticityMultiplier: 1n,
      },
    ],
  }
}

/** Whether blocks of a hardfork have a base fee. */
export const hasBaseFee = (hardfork: Profile['hardfork']): boolean => hardfork !== 'berlin'

const funded = ({ address, balance }: FundedAccount) => ({ address: getBytes(address), balance })

function baked({ address, balance, nonce, code, storage }: Genesis['accounts'][number]) {
  return {
    address: getBytes(address),
    balance: BigInt(balance ?? 0),
    nonce: BigInt(nonce ?? 0),
    ...(code ? { code: getBytes(code) } : {}),
    storage: Object.entries(storage).map(([index, value]) => ({
      index: BigInt(index),
      value: BigInt(value),
    })),
  }
}

async function request(
  provider: Provider,
  method: string,
  params: readonly unknown[],
): Promise<unknown> {
  const response = await provider.handleRequest(
    JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  )
  const answer = typeof response.data === 'string' ? JSON.parse(response.data) : response.data
  if (answer.error) throw inCommonForm(answer.error, method, params)
  return answer.result
}
