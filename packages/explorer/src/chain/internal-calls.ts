import type { Rpc } from '@iexec-sim/protocol'
import { getAddress } from 'ethers'
import type { InternalCall, InternalCalls } from '../schema/transaction.ts'
import { decodeCall, decodeRevert } from './decode.ts'
import type { KnownContracts } from './known-contracts.ts'

/** Most calls of one transaction that are shown. */
const MOST_CALLS = 500

/** A call as a node's tracer has it. */
interface TracedCall extends Record<'type' | 'from' | 'gasUsed' | 'input', string> {
  to?: string
  value?: string
  output?: string
  error?: string
  calls?: TracedCall[]
}

/** Every call of a transaction, in the order they were made. */
export async function internalCalls(
  rpc: Rpc,
  contracts: KnownContracts,
  hash: string,
): Promise<InternalCalls> {
  const flat = flatten(await trace(rpc, hash))
  const calls = flat.slice(0, MOST_CALLS).map(({ depth, call }) => read(contracts, depth, call))
  return { calls, more: flat.length - calls.length }
}

/** Why a transaction reverted. */
export async function revertOf(rpc: Rpc, contracts: KnownContracts, hash: string): Promise<string> {
  return errorOf(contracts, await trace(rpc, hash)) ?? 'reverted without a reason'
}

const trace = async (rpc: Rpc, hash: string): Promise<TracedCall> =>
  (await rpc.request({
    method: 'debug_traceTransaction',
    params: [hash, { tracer: 'callTracer' }],
  })) as TracedCall

function flatten(call: TracedCall, depth = 0): { depth: number; call: TracedCall }[] {
  return [{ depth, call }, ...(call.calls ?? []).flatMap((inner) => flatten(inner, depth + 1))]
}

function read(contracts: KnownContracts, depth: number, call: TracedCall): InternalCall {
  const { type, from, to, value, gasUsed, input } = call
  const isCreation = type.startsWith('CREATE')
  return {
    depth,
    type,
    from: getAddress(from),
    to: to === undefined ? null : getAddress(to),
    call: (!isCreation && to && decodeCall(contracts.abisOf(to), input)) || null,
    input: isCreation ? '0x' : input.slice(0, 10),
    value: String(BigInt(value ?? 0)),
    gasUsed: String(BigInt(gasUsed)),
    error: errorOf(contracts, call) ?? null,
  }
}

function errorOf(contracts: KnownContracts, call: TracedCall): string | undefined {
  const { error, output, to } = call
  if (error === undefined) return undefined
  const isRevert = /revert/i.test(error) && output !== undefined
  return isRevert ? decodeRevert(contracts.abisOf(to ?? ''), output) : error
}
