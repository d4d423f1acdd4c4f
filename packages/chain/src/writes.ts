import type { Core } from './core.ts'
import { engineParameters } from './rpc/parameters.ts'
import { gasPriceOf } from './rpc/reads.ts'
import { moveTime } from './rpc/time.ts'

/** Changes the chain; the change is in the journal before this resolves. */
export async function write(
  core: Core,
  method: string,
  params: readonly unknown[],
): Promise<unknown> {
  const { options, journal, ledger, subscriptions } = core
  journal?.assertWritable()
  if (method === 'evm_mine' && params[0] !== undefined)
    moveTime(options.clock, 'evm_setTime', params)
  const timestamp = core.nextTimestamp
  const entry = {
    method,
    params: engineParameters(method, params, gasPriceOf(options.profile)),
    timestamp,
  }
  const result = await ledger.apply(entry.method, entry.params, entry.timestamp)
  core.append(entry)
  core.travelTo(ledger.head * 1000)
  await subscriptions.tell()
  return result
}

/** Moves the network's clock as a time method asks; returns the method's result. */
export function writeTime(core: Core, method: string, params: readonly unknown[]): string {
  core.journal?.assertWritable()
  const answer = moveTime(core.options.clock, method, params)
  // The moment that was reached, not the step: replayed a day later the step would lead elsewhere.
  const seconds = Math.floor(core.options.clock.now() / 1000)
  core.append({ method: 'evm_setTime', params: [seconds], timestamp: core.nextTimestamp })
  return answer
}
