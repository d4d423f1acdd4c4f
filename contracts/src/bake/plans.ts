import type { GenesisProfile } from '../genesis.ts'
import { arbitrumMainnet, arbitrumSepolia } from './arbitrum.ts'
import { bellecour, type Plan } from './plan.ts'

/** The plan of every profile. */
export const plans: Readonly<Record<GenesisProfile, Plan>> = {
  bellecour,
  'arbitrum-sepolia': arbitrumSepolia,
  'arbitrum-mainnet': arbitrumMainnet,
}
