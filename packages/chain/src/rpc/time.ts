import { LATEST_MS, type NetworkClock } from '../clock.ts'
import { RpcFailure } from '../internal/edr.ts'

/**
 * `evm_setTime` takes milliseconds from some clients and seconds from others; no date of interest
 * is above this in seconds.
 */
const LARGEST_SECONDS = 1e11

/** Moves the network's clock as a time method asks. Answers the seconds it was given, as text. */
export function moveTime(clock: NetworkClock, method: string, params: readonly unknown[]): string {
  const value = Number(params[0] ?? Number.NaN)
  if (!Number.isFinite(value))
    throw new RpcFailure(
      -32602,
      `${method} needs a number of seconds, not ${JSON.stringify(params[0])}`,
    )
  const ms = method === 'evm_setTime' && value > LARGEST_SECONDS ? value : value * 1000
  if ((method === 'evm_increaseTime' ? clock.now() + ms : ms) > LATEST_MS)
    throw new RpcFailure(-32602, `${method} ends with the year 9999, before ${value}`)
  try {
    if (method === 'evm_increaseTime') clock.advance(ms)
    else setTo(clock, ms)
  } catch (error) {
    throw new RpcFailure(-32602, (error as Error).message)
  }
  return String(Math.round(value))
}

/** The current second satisfies "make it this second". */
function setTo(clock: NetworkClock, atMs: number): void {
  if (atMs <= clock.now() && atMs > clock.now() - 1000) return
  clock.set(atMs)
}
