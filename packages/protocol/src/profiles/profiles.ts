import type { Address, Hex } from '../chain/hex.ts'
import type { TeeFramework } from '../orders/tags.ts'

/**
 * An address that is written with its checksum here; a test looks. Computing it would load a
 * library into every start.
 */
const address = (checksummed: Hex): Address => checksummed as Address

/** Name of a profile. */
export type ProfileName = 'bellecour' | 'arbitrum-sepolia'

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
  | 'control'

/** The native-RLC chain that the 8.x clients call `bellecour`. */
export const bellecour: Profile = {
  name: 'bellecour',
  chainId: 134,
  hardfork: 'berlin',
  escrow: { mode: 'native' },
  gasPrice: 0n,
  blockGasLimit: 6_700_000n,
  hub: address('0x3eca1B216A7DF1C7689aEb259fFB83ADFB894E7f'),
  ens: {
    registry: address('0x5f5B93fca68c9C79318d1F3868A354EE67D8c006'),
    resolver: address('0x1347d8a1840A810B990d0B774A6b7Bb8A1bd62BB'),
  },
  voucherHub: address('0x3137B6DF4f36D338b82260eDBB2E7bab034AFEda'),
  clientChain: 'bellecour',
  clientMajors: [8],
  generation: 'v8',
  versions: { sms: '8.7.0', core: '8.6.0', resultProxy: '8.6.0' },
  teeFrameworks: ['scone', 'gramine', 'tdx'],
  workerpoolName: 'debug-v8-bellecour.main.pools.iexec.eth',
  ports: {
    chain: 8545,
    'sms-scone': 13300,
    'sms-gramine': 13302,
    'sms-tdx': 13303,
    market: 13400,
    subgraph: 13500,
    gateway: 8080,
    'result-proxy': 13200,
    dropbox: 13700,
    registry: 13100,
    workerpool: 13000,
    'provisioning-scone': 18765,
    'provisioning-gramine': 4433,
    'provisioning-tdx': 4434,
    control: 13999,
  },
}

/** The token-RLC chain that the 9.x and 8.x clients call `arbitrum-sepolia-testnet`. */
export const arbitrumSepolia: Profile = {
  name: 'arbitrum-sepolia',
  chainId: 421_614,
  hardfork: 'cancun',
  escrow: { mode: 'token', rlc: address('0x9923eD3cbd90CD78b910c475f9A731A6e0b8C963') },
  gasPrice: 100_000_000n,
  blockGasLimit: 30_000_000n,
  hub: address('0xB2157BF2fAb286b2A4170E3491Ac39770111Da3E'),
  clientChain: 'arbitrum-sepolia-testnet',
  clientMajors: [9, 8],
  generation: 'v9',
  versions: { sms: '9.3.1', core: '9.3.0', resultProxy: '9.1.0' },
  teeFrameworks: ['tdx'],
  workerpoolName: 'debug-arbitrum-sepolia',
  ports: {
    chain: 8547,
    'sms-tdx': 23300,
    market: 23400,
    subgraph: 23500,
    compass: 23600,
    gateway: 8081,
    'result-proxy': 23200,
    dropbox: 23700,
    registry: 23100,
    workerpool: 23000,
    'provisioning-tdx': 24433,
    control: 23999,
  },
}

/** Every profile by name. */
export const profiles: Record<ProfileName, Profile> = {
  bellecour,
  'arbitrum-sepolia': arbitrumSepolia,
}
