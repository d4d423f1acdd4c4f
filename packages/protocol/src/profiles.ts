import { type Address, address } from './hex.ts'
import type { TeeFramework } from './tags.ts'

/** Name of a profile. */
export type ProfileName = 'bellecour'

/** Off-chain generation a profile answers as. */
export type Generation = 'v8' | 'v9'

/** A profile is data: what of the real network this simulated one looks like. */
export interface Profile {
  name: ProfileName
  chainId: number
  /** EVM rules, in the chain engine's spelling. */
  hardfork: 'berlin'
  /** Whether the hub's escrow holds the chain's own currency or a token. */
  escrow: 'native' | 'token'
  /** What `eth_gasPrice` answers, in wei. */
  gasPrice: bigint
  /** Gas limit of a block. */
  blockGasLimit: bigint
  hub: Address
  generation: Generation
  /** Version texts the services answer. */
  versions: { sms: string; core: string; resultProxy: string }
  teeFrameworks: readonly TeeFramework[]
  /** Name of the workerpool every network brings. */
  workerpoolName: string
  /** Default ports; 0 means any free one. */
  ports: Record<ServicePort, number>
}

/** Name of a service that listens on a port. */
export type ServicePort =
  | 'chain'
  | 'sms-scone'
  | 'sms-gramine'
  | 'gateway'
  | 'result-proxy'
  | 'workerpool'
  | 'provisioning-scone'
  | 'provisioning-gramine'
  | 'control'

/** The native-RLC chain that the 8.x clients call `bellecour`. */
export const bellecour: Profile = {
  name: 'bellecour',
  chainId: 134,
  hardfork: 'berlin',
  escrow: 'native',
  gasPrice: 0n,
  blockGasLimit: 6_700_000n,
  hub: address('0x3eca1B216A7DF1C7689aEb259fFB83ADFB894E7f'),
  generation: 'v8',
  versions: { sms: '8.7.0', core: '8.6.0', resultProxy: '8.6.0' },
  teeFrameworks: ['scone', 'gramine'],
  workerpoolName: 'debug-v8-bellecour.main.pools.iexec.eth',
  ports: {
    chain: 8545,
    'sms-scone': 13300,
    'sms-gramine': 13301,
    gateway: 8080,
    'result-proxy': 13200,
    workerpool: 13000,
    'provisioning-scone': 18765,
    'provisioning-gramine': 4433,
    control: 13999,
  },
}

/** Every profile by name. */
export const profiles: Record<ProfileName, Profile> = { bellecour }
