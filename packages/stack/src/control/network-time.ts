import { SimError } from '@iexec-sim/base'
import { type Chain, LATEST_MS, type NetworkClock } from '@iexec-sim/chain'
import type { TimeOrder } from './control.ts'

/**
 * Moves, freezes or resumes the network's clock; throws `TIME_BACKWARDS` and `TIME_TOO_LATE`. Moves
 * go through the chain, which remembers them, and end with a block of the new time.
 */
export async function moveNetworkTime(
  chain: Chain,
  clock: NetworkClock,
  { advanceMs, setMs, freeze }: TimeOrder,
): Promise<{ now: string; frozen: boolean }> {
  const target = setMs ?? (advanceMs === undefined ? undefined : clock.now() + advanceMs)
  if (target !== undefined) {
    if (target < clock.now())
      throw new SimError('TIME_BACKWARDS', { value: new Date(target).toISOString() })
    if (target > LATEST_MS) throw new SimError('TIME_TOO_LATE', { value: `${target} ms` })
    await chain.request({ method: 'evm_setTime', params: [target] })
    await chain.request({ method: 'evm_mine' })
  }
  if (freeze === true) clock.freeze()
  if (freeze === false) clock.resume()
  return { now: new Date(clock.now()).toISOString(), frozen: clock.isFrozen }
}
