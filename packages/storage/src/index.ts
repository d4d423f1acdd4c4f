export { type Added, type Content, type FoundFile, IpfsNode } from './ipfs/ipfs-node.ts'
export { ociErrorBody } from './registry/oci-error.ts'
export type { ResultChain, UploadClaim } from './results/result-proxy.ts'
export { Storage, type StorageOptions } from './storage.ts'
