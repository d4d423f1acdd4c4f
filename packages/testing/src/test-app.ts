import type { Address, TeeFramework } from '@iexec-sim/protocol'
import type { PreparedImage } from '@iexec-sim/stack/client'

/** An app on the chain of a network. */
export interface TestApp extends PreparedImage {
  /** Its contract. */
  address: Address
  /** What it runs under; a standard app without. */
  tee: TeeFramework | undefined
}
