import { readLog, withAnyText } from '@iexec-sim/chain/client'
import type { FunctionFragment, Interface, ParamType, Result } from 'ethers'
import type { Argument, DecodedCall } from '../schema/call.ts'

/** The call that data encodes, by the first ABI that has its function; `undefined` for none. */
export function decodeCall(abis: readonly Interface[], data: string): DecodedCall | undefined {
  return firstRead(abis, (abi) => {
    const fragment = functionOf(abi, data)
    if (!fragment) return undefined
    const args = `0x${data.slice(10)}`
    const values = withAnyText(fragment.inputs, abi.decodeFunctionData(fragment, data), args)
    return { name: fragment.name, args: argumentsOf(fragment.inputs, values) }
  })
}

/** Name of the function that data calls; `undefined` where no ABI has it. */
export const methodOf = (abis: readonly Interface[], data: string): string | undefined =>
  firstRead(abis, (abi) => functionOf(abi, data)?.name)

/** The event that a log holds, by the first ABI that can read it; `undefined` for none. */
export function decodeEvent(
  abis: readonly Interface[],
  log: { topics: readonly string[]; data: string },
): DecodedCall | undefined {
  return firstRead(abis, (abi) => {
    const event = readLog(abi, log)
    return event && { name: event.name, args: argumentsOf(event.fragment.inputs, event.args) }
  })
}

/** A revert in words: its own, its custom error, or its bytes. */
export function decodeRevert(abis: readonly Interface[], data: string): string {
  if (data === '0x') return 'reverted without a reason'
  const error = firstRead(abis, (abi) => abi.parseError(data) ?? undefined)
  if (!error) return `reverted with ${data}`
  return error.name === 'Error'
    ? String(error.args[0])
    : `${error.name}(${[...error.args].join(', ')})`
}

/** Arguments with their names and types. */
const argumentsOf = (params: readonly ParamType[], values: Result): Argument[] =>
  params.map((param, i) => argumentOf(param, param.name, values[i]))

function argumentOf(param: ParamType, name: string, value: unknown): Argument {
  const { type, baseType, components, arrayChildren } = param
  if (components && baseType === 'tuple')
    return { name, type: 'tuple', value: argumentsOf(components, value as Result) }
  if (arrayChildren && baseType === 'array') {
    const parts = [...(value as Result)].map((one, i) => argumentOf(arrayChildren, `${i}`, one))
    return { name, type, value: parts }
  }
  // An indexed text is there as its hash alone.
  const hash = (value as { hash?: string } | null)?.hash
  return { name, type, value: hash ?? String(value) }
}

const functionOf = (abi: Interface, data: string): FunctionFragment | null =>
  data.length < 10 ? null : abi.getFunction(data.slice(0, 10))

/** Any contract may have the same selector with other values: an ABI that fails is passed over. */
function firstRead<T>(
  abis: readonly Interface[],
  read: (abi: Interface) => T | undefined,
): T | undefined {
  for (const abi of abis)
    try {
      const found = read(abi)
      if (found !== undefined) return found
    } catch {}
  return undefined
}
