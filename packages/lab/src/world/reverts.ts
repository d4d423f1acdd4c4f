import {
  appRegistryAbi,
  ensRegistryAbi,
  publicResolverAbi,
  reverseRegistrarAbi,
  tokenHubAbi,
  voucherAbi,
  voucherHubAbi,
} from '@iexec-sim/contracts'
import type { Hex } from '@iexec-sim/protocol'
import { Interface, toBeHex } from 'ethers'

const interfaces = [
  tokenHubAbi,
  appRegistryAbi,
  ensRegistryAbi,
  publicResolverAbi,
  reverseRegistrarAbi,
  voucherHubAbi,
  voucherAbi,
].map((abi) => new Interface(abi))

/**
 * The text of `Error(string)`; `Panic(0x..)`; a custom error with its arguments; `(empty)` for a
 * revert with no data.
 */
export function describeRevert(data: Hex): string {
  if (data === '0x') return '(empty)'
  for (const abi of interfaces) {
    const error = abi.parseError(data)
    if (error?.name === 'Error') return error.args[0]
    if (error?.name === 'Panic') return `Panic(${toBeHex(error.args[0])})`
    if (error) return `${error.name}(${error.args.join(',')})`
  }
  return data
}

/**
 * The data a call reverted with; none when it ended otherwise, such as out of gas.
 *
 * @throws the error itself, when it is of another kind.
 */
export function revertData(error: unknown): Hex {
  for (
    let at = error as { data?: unknown; cause?: unknown } | undefined;
    at;
    at = at.cause as typeof at
  ) {
    if ((at as { halted?: boolean }).halted) return '0x'
    if (typeof at.data === 'string') return at.data as Hex
    const inner = (at.data as { data?: unknown } | undefined)?.data
    if (typeof inner === 'string') return inner as Hex
  }
  throw error
}
