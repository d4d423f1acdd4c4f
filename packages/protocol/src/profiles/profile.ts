import type { Address, Hex } from '../chain/hex.ts'
import type { TeeFramework } from '../orders/tags.ts'

/**
 * An address that is written with its checksum; a test looks. Computing it would load a library into
 * every start.
 */
export const knownAddress = (checksummed: Hex): Address => checksummed as Address

/** Name of a profile. */
export type ProfileName = 'bellecour' | 'arbitrum-sepolia' | 'arbitrum-mainnet'

/** Generation of the off-chain services. */
export type Generation = 'v8' | 'v9'

/** A profile is data: the parts of a real network that this one simulates. */
export interface Profile {
  /** Name of the profile. */
  name: ProfileName
  /** Id of the chain. */
  chainId: number
  /** EVM rules, in the chain engine's spelling. */
  hardfork: 'berlin' | 'cancun'
  /** Currency of the hub's escrow: the chain's own, or the RLC token at `rlc`. */
  escrow: { mode: 'native' } | { mode: 'token'; rlc: Address }
  /** Result of `eth_gasPrice`, in wei; 0 means that wallets need no ether. */
  gasPrice: bigint
  /** Gas limit of a block. */
  blockGasLimit: bigint
  /** Address of the hub. */
  hub: Address
  /** Contracts that resolve names; a chain without them has no names, and `setName` says so. */
  ens?: { registry: Address; resolver: Address }
  /** Contract that issues vouchers. */
  voucherHub?: Address
  /** Name of the chain as the official clients' `chain.json` has it. */
  clientChain: string
  /** Majors of the official client that know the chain. */
  clientMajors: readonly (8 | 9)[]
  /** Generation of the protocol's services. */
  generation: Generation
  /** Version texts the services return. */
  versions: { sms: string; core: string; resultProxy: string }
  /** TEE frameworks that the network supports. */
  teeFrameworks: readonly TeeFramework[]
  /** Name of the workerpool every network brings. */
  workerpoolName: string
  /**
   * Default ports of the services the profile has; 0 means any free one. No two profiles share one.
   */
  ports: Partial<Record<ServicePort, number>>
}

/** Name of a service that listens on a port. */
export type ServicePort =
  | 'chain'
  | `sms-${TeeFramework}`
  | `provisioning-${TeeFramework}`
  | 'market'
  | 'compass'
  | 'subgraph'
  | 'gateway'
  | 'result-proxy'
  | 'dropbox'
  | 'registry'
  | 'workerpool'
  | 'explorer'
  | 'control'
