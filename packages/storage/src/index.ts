export { type Added, type Content, IpfsNode } from './ipfs/ipfs-node.ts'
export type { ResultChain } from './results/result-proxy.ts'
export { Storage, type StorageOptions } from './storage.ts'
