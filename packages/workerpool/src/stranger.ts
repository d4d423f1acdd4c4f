import type { Address, ContributionWriter } from '@iexec-sim/protocol'

/** A wallet that works for no pool and contributes for a dishonest scheduler. */
export interface Stranger {
  address: Address
  writer: Pick<ContributionWriter, 'contribute' | 'reveal'>
}
