import { arbitrumMainnet, arbitrumSepolia } from './arbitrum.ts'
import { bellecour } from './bellecour.ts'
import type { Profile, ProfileName } from './profile.ts'

export type { Generation, Profile, ProfileName, ServicePort } from './profile.ts'
export { arbitrumMainnet, arbitrumSepolia, bellecour }

/** Every profile by name. */
export const profiles: Record<ProfileName, Profile> = {
  bellecour,
  'arbitrum-sepolia': arbitrumSepolia,
  'arbitrum-mainnet': arbitrumMainnet,
}
