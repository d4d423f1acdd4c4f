import { type Evm, RpcFailure } from '../../internal/edr.ts'
import type { Ledger } from '../../ledger.ts'
import { paidFor } from '../funds.ts'
import { gasOf } from '../gas-cap.ts'
import type { SimulatedCall, Simulation } from './payload.ts'

/** A call that waits to be mined in its simulated block. */
export interface Sent {
  /** Hash of the transaction, 32 bytes of hex. */
  hash: string
  /** Returned bytes, hex. */
  returnData: string
  /** Why the call failed, with its JSON-RPC error code; absent on success. */
  error?: { code: number; message: string; data?: unknown }
}

/**
 * Executes a call after those before it in its block and sends it as a transaction. `gasLeft` is
 * that of the whole simulation.
 */
export async function sendCall(
  { evm, impersonation }: Ledger,
  given: SimulatedCall,
  { validation }: Simulation,
  gasLeft: bigint,
): Promise<Sent> {
  const gas = await allowedGas(evm, given, gasLeft)
  const { nonce, ...call } = { gasPrice: defaultPrice(given), ...given, gas: hex(gas) }
  const [paid] = await inCodes(async () => paidFor(evm, 'eth_call', [call, 'pending'], gas))
  const { from } = paid as { from: string }
  const outcome = await execute(evm, paid)
  const next = Number(await evm.request('eth_getTransactionCount', [from, 'pending']))
  if (validation && nonce !== undefined) assertNonce(Number(nonce), next)
  const transaction = { ...(paid as object), nonce: hex(BigInt(next)) }
  const hash = await inCodes(() =>
    impersonation.lend(evm, from, () => evm.request('eth_sendTransaction', [transaction])),
  )
  return { hash: hash as string, ...outcome }
}

const defaultPrice = ({ gasPrice, maxFeePerGas }: SimulatedCall): unknown =>
  gasPrice ?? (maxFeePerGas === undefined ? '0x0' : undefined)

async function execute(evm: Evm, call: unknown): Promise<Omit<Sent, 'hash'>> {
  try {
    return { returnData: (await evm.request('eth_call', [call, 'pending'])) as string }
  } catch (failure) {
    const { code, message, data, halted } = failure as RpcFailure
    if (code === 3) return { returnData: String(data), error: { code, message, data } }
    if (halted) return { returnData: '0x', error: { code: -32015, message } }
    throw coded(failure as RpcFailure)
  }
}

/**
 * The gas of a call: what it asks for, or what is left of its block; no more than is left of the
 * simulation.
 */
async function allowedGas(evm: Evm, { gas }: SimulatedCall, gasLeft: bigint): Promise<bigint> {
  const block = (await evm.request('eth_getBlockByNumber', ['pending', false])) as Record<
    string,
    string
  >
  const [used, limit] = [BigInt(block.gasUsed!), BigInt(block.gasLimit!)]
  const wanted = gasOf(gas) ?? limit - used
  if (used + wanted > limit)
    throw new RpcFailure(-38015, `block gas limit reached: ${used} >= ${limit}`)
  const left = gasLeft - used
  if (left <= 0n) throw new RpcFailure(-38026, 'the simulation has used all gas it may use')
  if (wanted < left) return wanted
  return left
}

function assertNonce(nonce: number, next: number): void {
  if (nonce < next)
    throw new RpcFailure(-38010, `nonce too low: next nonce ${next}, tx nonce ${nonce}`)
  if (nonce > next)
    throw new RpcFailure(-38011, `nonce too high: next nonce ${next}, tx nonce ${nonce}`)
}

async function inCodes<T>(job: () => Promise<T>): Promise<T> {
  try {
    return await job()
  } catch (failure) {
    throw coded(failure as RpcFailure)
  }
}

/**
 * A transaction that could not be part of a block has a code of its own here, by what is wrong with
 * it.
 */
function coded(failure: RpcFailure): RpcFailure {
  const code = CODES.find(([words]) => failure.message.includes(words))?.[1]
  return code === undefined ? failure : new RpcFailure(code, failure.message.replace(/^err: /, ''))
}

const CODES: readonly [string, number][] = [
  ['insufficient funds', -38014],
  ['intrinsic gas too low', -38013],
  ['exceeds block gas limit', -38015],
]

const hex = (value: bigint): string => `0x${value.toString(16)}`
