import type { PreparedImage } from '@iexec-sim/client/requester'
import type { Address, TeeFramework } from '@iexec-sim/protocol'

/** An app on the chain of a network. */
export interface TestApp extends PreparedImage {
  /** Its contract. */
  address: Address
  /** TEE framework; none for a standard app. */
  tee: TeeFramework | undefined
}
