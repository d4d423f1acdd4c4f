import { sameAddress } from '@iexec-sim/protocol'
import { type Evm, RpcFailure } from '../internal/edr.ts'

const NOBODY = `0x${'0'.repeat(40)}`

interface Call {
  from?: string
  gas?: unknown
  gasPrice?: unknown
  maxFeePerGas?: unknown
  value?: unknown
}

/** Methods that execute a call, and the block they execute it on when none is given. */
const DEFAULT_BLOCK: Record<string, string> = {
  eth_call: 'latest',
  eth_createAccessList: 'latest',
  eth_estimateGas: 'pending',
}

/** Whether a method's first parameter is a call that is executed and forgotten. */
export const isCall = (method: string): boolean => Object.hasOwn(DEFAULT_BLOCK, method)

/**
 * The parameters of a call as other nodes read them. The engine calls from a development account
 * where no sender is named, and lends a sender what it lacks; nodes call from the zero address and
 * refuse in these words. An estimate with a gas price is limited to the gas that the sender can
 * pay.
 */
export async function paidFor(
  evm: Evm,
  method: string,
  params: readonly unknown[],
  blockGasLimit: bigint,
): Promise<readonly unknown[]> {
  const [given, block = DEFAULT_BLOCK[method], overrides] = params
  if (typeof given !== 'object' || given === null) return params
  const call = { ...given } as Call
  call.from ??= NOBODY
  const changed = (next: Call) => [next, ...params.slice(1)]
  const [value, price] = [quantity(call.value), quantity(call.maxFeePerGas ?? call.gasPrice)]
  if (value === undefined || price === undefined || value + price === 0n) return changed(call)
  const balance = await balanceOf(evm, call.from, block, overrides)
  const gas = quantity(call.gas) || blockGasLimit
  if (method === 'eth_estimateGas' && price > 0n) {
    if (value > 0n && value >= balance)
      throw new RpcFailure(-32000, 'insufficient funds for transfer')
    const allowance = (balance - value) / price
    return changed(allowance < gas ? { ...call, gas: `0x${allowance.toString(16)}` } : call)
  }
  const cost = gas * price + value
  if (balance >= cost) return changed(call)
  const words = `insufficient funds for gas * price + value: address ${call.from} have ${balance} want ${cost}`
  throw new RpcFailure(
    -32000,
    method === 'eth_estimateGas'
      ? `failed with ${gas} gas: ${words}`
      : `err: ${words} (supplied gas ${gas})`,
  )
}

async function balanceOf(
  evm: Evm,
  address: string,
  block: unknown,
  overrides: unknown,
): Promise<bigint> {
  const entries = Object.entries(
    (overrides ?? {}) as Record<string, { balance?: unknown } | undefined>,
  )
  const own = entries.find(([key]) => sameAddress(key, address))
  const given = own?.[1]?.balance
  if (given !== undefined) return quantity(given) ?? 0n
  return BigInt((await evm.request('eth_getBalance', [address, block])) as string)
}

/** `undefined` for an invalid quantity, which the engine refuses with the reason. */
function quantity(value: unknown): bigint | undefined {
  if (value === undefined || value === null) return 0n
  return typeof value === 'string' && /^0x[0-9a-f]{1,64}$/i.test(value) ? BigInt(value) : undefined
}
