import { SimError } from '@iexec-sim/base'
import { Interface, type JsonFragment } from 'ethers'
import { hubAbi, tokenHubAbi } from '../abi/hub.ts'
import type { EscrowPlan } from '../bake/escrow.ts'
import type { Plan } from '../bake/plan.ts'
import { type Caller, requiredFunctions, requiredOfTokens } from './required-functions.ts'

/** A function a hub does not have. */
export interface MissingFunction {
  /** Name and parameter types. */
  readonly signature: string
  /** Part of the network that cannot work without it; absent where the network goes on. */
  readonly neededBy: readonly Caller[]
}

const abis = { native: new Interface(hubAbi), token: new Interface(tokenHubAbi) }

/**
 * The functions of a complete hub that are not in any of `abis`, the ABIs of what a hub consists
 * of.
 */
export function missingFunctions(
  parts: readonly (readonly JsonFragment[])[],
  { escrow, vouchers }: Pick<Plan, 'escrow' | 'vouchers'>,
): MissingFunction[] {
  const there = new Set<string>()
  for (const part of parts)
    new Interface(part).forEachFunction(({ selector }) => there.add(selector))
  const missing: MissingFunction[] = []
  abis[escrow.mode].forEachFunction((fragment) => {
    if (there.has(fragment.selector)) return
    const neededBy = callers(fragment.name, escrow.mode).filter(
      (caller) => vouchers || caller !== 'vouchers',
    )
    missing.push({ signature: shortened(fragment.format('sighash')), neededBy })
  })
  return missing
}

/**
 * @throws SimError `PROTOCOL_LACKS_FUNCTION` when a service of the network cannot work without one
 * of them.
 */
export function assertComplete(folder: string, missing: readonly MissingFunction[]): void {
  const needed = missing.filter(({ neededBy }) => neededBy.length > 0)
  if (needed.length === 0) return
  const functions = needed
    .map(({ signature, neededBy }) => `${signature} (needed by ${neededBy.join(', ')})`)
    .join('; ')
  throw new SimError('PROTOCOL_LACKS_FUNCTION', { folder, functions })
}

const callers = (name: string, mode: EscrowPlan['mode']): readonly Caller[] =>
  requiredFunctions[name] ?? (mode === 'token' ? requiredOfTokens[name] : undefined) ?? []

/** Tuples of orders make a signature unreadable. */
const shortened = (signature: string): string =>
  signature.length > 100 ? `${signature.split('(')[0]}(…)` : signature
