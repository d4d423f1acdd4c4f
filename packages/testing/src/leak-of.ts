import type { Finding } from '@iexec-sim/timeline'
import type { Leak } from './run-result.ts'

/** A finding of the network as results show it. */
export const leakOf = ({ secret, where, encoding, offset }: Finding): Leak => {
  const { family, owner, name } = secret
  return { secret: { family, owner, name }, where, encoding, offset }
}
