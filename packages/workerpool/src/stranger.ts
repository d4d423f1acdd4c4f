import type { Address, ContributionWriter } from '@iexec-sim/protocol'

/** A wallet that works for no pool and contributes for a dishonest scheduler. */
export interface Stranger {
  /** Address of the wallet. */
  address: Address
  /** Sends its transactions. */
  writer: Pick<ContributionWriter, 'contribute' | 'reveal'>
}
