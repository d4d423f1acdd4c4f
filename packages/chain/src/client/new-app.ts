import type { Address, Hex } from '@iexec-sim/protocol'

/** The fields of an app that is about to be deployed; all of them are part of its address. */
export interface NewApp {
  /** Wallet that will own the app. */
  owner: Address
  /** Name of the app. */
  name: string
  /** Kind of the app, such as `DOCKER`. */
  type: string
  /** UTF-8 bytes of the image name. */
  multiaddr: Hex
  /** Content id of the image, 32 bytes of hex. */
  checksum: Hex
  /** Bytes of the enclave configuration, `0x` for a standard app. */
  mrenclave: Hex
}

/** The arguments of `createApp` and `predictApp`. */
export const appFields = ({ owner, name, type, multiaddr, checksum, mrenclave }: NewApp) => [
  owner,
  name,
  type,
  multiaddr,
  checksum,
  mrenclave,
]

/** Fields of a workerpool contract. */
export interface WorkerpoolInfo {
  /** Wallet that owns the workerpool. */
  owner: Address
  /** Description given at its creation. */
  description: string
}
