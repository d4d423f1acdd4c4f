import { RpcFailure } from '../internal/edr.ts'

/**
 * Gas a call may use when nothing else is said: a whole block of Bellecour. Other nodes allow 50
 * million, but this engine keeps a trace of what it executes, some 500 bytes a step: 50 million
 * take it 9 GB and 13 s, this much about a gigabyte for a moment.
 */
export const DEFAULT_GAS_CAP = 6_700_000n

/** Gas of a traced call, whose steps are all recorded. */
export const TRACE_GAS_CAP = 2_000_000n

const TRACES = new Set(['debug_traceCall', 'eth_createAccessList'])
const CALLS = new Set(['eth_call', 'eth_estimateGas', ...TRACES])

/**
 * The parameters with the call's gas lowered to the cap, silently as in other nodes; a call that
 * names no gas gets all of it.
 */
export function withGasCap(
  method: string,
  params: readonly unknown[],
  cap: bigint,
): readonly unknown[] {
  const [call, ...rest] = params
  if (!CALLS.has(method) || typeof call !== 'object' || call === null) return params
  const most = TRACES.has(method) && cap > TRACE_GAS_CAP ? TRACE_GAS_CAP : cap
  const gas = gasOf((call as { gas?: unknown }).gas)
  return gas !== undefined && gas <= most
    ? params
    : [{ ...call, gas: `0x${most.toString(16)}` }, ...rest]
}

/**
 * The gas of a call, if it names some. Read strictly: what the engine understood and this did not
 * would go around the cap.
 */
export function gasOf(gas: unknown): bigint | undefined {
  if (gas === undefined || gas === null) return undefined
  if (typeof gas !== 'string' || !/^0x[0-9a-f]{1,64}$/i.test(gas))
    throw new RpcFailure(-32602, 'gas is a hex quantity, such as "0x5208"')
  return BigInt(gas)
}
