import type { Hex } from '@iexec-sim/protocol'

/**
 * Creation code that calls a contract once with each of `data` and leaves the answers, `size` bytes
 * each, where a contract's code would be: asked by `eth_call`, it answers at once what would take
 * as many calls.
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

/** Where in memory the answers begin; what is asked stands before. */
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
