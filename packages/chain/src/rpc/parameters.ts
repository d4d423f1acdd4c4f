import { toQuantity, zeroPadValue } from 'ethers'

/**
 * Parameters as the engine takes them, where clients are used to something looser: numbers where it
 * wants hex quantities, short storage words, transactions without a gas price.
 */
export function engineParameters(
  method: string,
  params: readonly unknown[],
  gasPrice: string,
): readonly unknown[] {
  switch (method) {
    case 'hardhat_setBalance':
    case 'hardhat_setNonce':
      return [params[0], quantity(params[1])]
    case 'hardhat_setStorageAt':
      return [params[0], quantity(params[1]), word(params[2])]
    case 'evm_setBlockGasLimit':
      return [quantity(params[0])]
    case 'hardhat_mine':
      // Blocks share a timestamp unless an interval is asked for: the engine's default of a second
      // would outrun the clock.
      return [quantity(params[0] ?? 1), quantity(params[1] ?? 0)]
    case 'evm_mine':
      return []
    case 'eth_sendTransaction':
      return [priced(params[0], gasPrice), ...params.slice(1)]
    default:
      return params
  }
}

/** Canonical hex without leading zeros; the engine refuses anything else. */
function quantity(value: unknown): unknown {
  if (typeof value !== 'number' && typeof value !== 'string') return value
  try {
    return toQuantity(value)
  } catch {
    return value
  }
}

function word(value: unknown): unknown {
  if (typeof value !== 'string' || !/^0x[0-9a-f]{1,64}$/i.test(value)) return value
  return zeroPadValue(value.length % 2 === 0 ? value : `0x0${value.slice(2)}`, 32)
}

/** The engine's own default price is above what an empty wallet can pay. */
function priced(transaction: unknown, gasPrice: string): unknown {
  if (typeof transaction !== 'object' || transaction === null) return transaction
  return 'gasPrice' in transaction || 'maxFeePerGas' in transaction
    ? transaction
    : { ...transaction, gasPrice }
}
