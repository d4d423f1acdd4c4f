export { connectAsOwner, type OwnedEngine } from './connect-as-owner.ts'
export { LiveNetworks } from './live-networks.ts'
