import { SimError } from '@iexec-sim/base'
import type { Bytes32, Hex } from '../chain/hex.ts'

/** A TEE framework, as tags name it. */
export type TeeFramework = 'scone' | 'gramine' | 'tdx'
/** Every TEE framework. */
export const TEE_FRAMEWORKS = ['scone', 'gramine', 'tdx'] as const satisfies readonly TeeFramework[]

const BITS = { tee: 0, scone: 1, gramine: 2, tdx: 3, gpu: 8 } as const
/** Name of a bit of a tag. */
export type TagName = keyof typeof BITS

/**
 * Encodes names such as `['tee', 'scone']` (or "tee,scone") into a 32-byte tag. Unknown names and
 * impossible pairs throw `BAD_TAG`.
 */
export function encodeTag(names: readonly string[] | string): Bytes32 {
  const list =
    typeof names === 'string'
      ? names
          .split(',')
          .map((name) => name.trim())
          .filter(Boolean)
      : names
  let mask = 0n
  for (const name of list) {
    if (!Object.hasOwn(BITS, name))
      throw new SimError('BAD_TAG', { value: list.join(','), reason: `"${name}" is unknown` })
    mask |= 1n << BigInt(BITS[name as TagName])
  }
  checkFrameworks(list)
  return `0x${mask.toString(16).padStart(64, '0')}`
}

function checkFrameworks(names: readonly string[]): void {
  const frameworks = names.filter((name) => (TEE_FRAMEWORKS as readonly string[]).includes(name))
  const fail = (reason: string) => new SimError('BAD_TAG', { value: names.join(','), reason })
  if (frameworks.length > 1) throw fail('two TEE frameworks exclude each other')
  if (frameworks.length === 1 && !names.includes('tee'))
    throw fail(`"${frameworks[0]}" needs "tee" as well`)
}

/** The names of the bits set in a tag; bits without a name are left out. */
export function decodeTag(tag: Hex): TagName[] {
  const mask = BigInt(tag)
  return (Object.keys(BITS) as TagName[]).filter((name) => (mask >> BigInt(BITS[name])) & 1n)
}

/**
 * The framework a task runs under. Off-chain services look at the lowest four bits only: 3 scone, 5
 * gramine, 9 tdx; anything else, `tee` alone included, runs as a standard task.
 */
export function teeFrameworkOf(tag: Hex): TeeFramework | undefined {
  const nibble = Number(BigInt(tag) & 0xfn)
  return ({ 3: 'scone', 5: 'gramine', 9: 'tdx' } as const)[nibble]
}
