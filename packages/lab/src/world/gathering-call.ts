import type { Hex } from '@iexec-sim/protocol'

/**
 * Creation code that calls a contract once with each of `data` and returns the results, `size`
 * bytes each, as the contract's code: one `eth_call` of it replaces as many calls.
 */
export function gatheringCall(to: Hex, data: readonly string[], size: number): Hex {
  const calls = data.map((one, i) => {
    const chunks = one.slice(2).match(/.{1,64}/g) ?? []
    const input = chunks
      .map((chunk, k) => PUSH32 + chunk.padEnd(64, '0') + push2(k * 32) + MSTORE)
      .join('')
    const area = push2(size) + push2(ANSWERS + i * size) + push2((one.length - 2) / 2) + push2(0)
    return `${input}${area}${PUSH20}${to.slice(2)}${GAS}${STATICCALL}${POP}`
  })
  return `0x${calls.join('')}${push2(data.length * size)}${push2(ANSWERS)}${RETURN}`
}

/** Offset of the results in memory; the calls' data stand before. */
const ANSWERS = 0x400
const [POP, MSTORE, GAS, PUSH32, PUSH20, RETURN, STATICCALL] = [
  '50',
  '52',
  '5a',
  '7f',
  '73',
  'f3',
  'fa',
]
const push2 = (value: number) => `61${value.toString(16).padStart(4, '0')}`
