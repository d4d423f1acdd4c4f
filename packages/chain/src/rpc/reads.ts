import { type Profile, sameAddress } from '@iexec-sim/protocol'
import { type Evm, hasBaseFee } from '../internal/edr.ts'
import { pooled } from '../send-transaction.ts'
import { createAccessList } from './access-list.ts'
import { answerOf } from './answers.ts'
import { exactly } from './estimate.ts'
import { type Fees, feeHistory } from './fee-history.ts'
import { isCall, paidFor } from './funds.ts'
import { looksAhead } from './methods.ts'

/** Context of reads besides the engine. */
export interface ReadContext {
  /** Profile of the simulated network. */
  profile: Profile
  /** Number of a sender's transactions that a fault holds back. */
  heldOf(sender: unknown): number
  /** Runs a job with the engine's next block at the network's time, while nothing is written. */
  ahead(job: (evm: Evm) => Promise<unknown>): Promise<unknown>
}

/** Answers a request that changes nothing. */
export async function read(
  evm: Evm,
  method: string,
  params: readonly unknown[],
  { profile, heldOf, ahead }: ReadContext,
): Promise<unknown> {
  const answer = answerOf(method)
  if (answer) return answer(evm, params, profile)
  if (method === 'eth_gasPrice') return gasPriceOf(profile)
  if (method === 'eth_maxPriorityFeePerGas') return feesOf(profile).priority
  if (method === 'eth_getTransactionCount' && params[1] === 'pending')
    return countPending(evm, params, heldOf(params[0]))
  if (method === 'eth_feeHistory') return feeHistory(evm, feesOf(profile), params)
  const ask = async (engine: Evm) => {
    if (!isCall(method)) return engine.request(method, params)
    const paid = await paidFor(engine, method, params, profile.blockGasLimit)
    return method === 'eth_createAccessList'
      ? createAccessList(engine, paid)
      : exactly(engine, method, paid)
  }
  return looksAhead(method, params) ? ahead(ask) : ask(evm)
}

/** While transactions are held back, those that wait for them in the pool count as well. */
async function countPending(evm: Evm, params: readonly unknown[], held: number): Promise<string> {
  let count = Number(await evm.request('eth_getTransactionCount', params)) + held
  if (held > 0) {
    const sender = String(params[0])
    const own = (await pooled(evm)).filter(({ from }) => sameAddress(from, sender))
    while (own.some(({ nonce }) => Number(nonce) === count)) count++
  }
  return `0x${count.toString(16)}`
}

/** A chain's gas price as a hex quantity, wei. */
export const gasPriceOf = ({ gasPrice }: Profile): string => `0x${gasPrice.toString(16)}`

/** With base fees, the base fee is the whole price; without them, miners get all of it. */
function feesOf(profile: Profile): Fees {
  const price = gasPriceOf(profile)
  return hasBaseFee(profile.hardfork)
    ? { base: price, priority: '0x0' }
    : { base: '0x0', priority: price }
}
