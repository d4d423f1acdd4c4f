import { getCreateAddress, toBeHex, toQuantity } from 'ethers'
import type { Evm } from '../internal/edr.ts'

interface Step {
  op: string
  depth: number
  stack: string[]
}
interface Trace {
  failed: boolean
  gas: number
  structLogs: Step[]
}
type AccessList = { address: string; storageKeys: string[] }[]

/** Rounds until the list no longer changes: a list makes code that measures gas take other ways. */
const MOST_ROUNDS = 8
const LAST_PRECOMPILE = 0x11n
const TOUCHES = new Set(['BALANCE', 'EXTCODESIZE', 'EXTCODECOPY', 'EXTCODEHASH', 'SELFDESTRUCT'])
const CALLS = new Set(['CALL', 'STATICCALL', 'CALLCODE', 'DELEGATECALL'])

/**
 * Answers `eth_createAccessList` from the steps of the call: what it touches besides its sender,
 * its target and the precompiles, the gas it uses with that list, and why it fails if it does.
 */
export async function createAccessList(
  evm: Evm,
  [given, block = 'latest']: readonly unknown[],
): Promise<{ accessList: AccessList; gasUsed: string; error?: string }> {
  const call = given as { from: string; to?: string | null; accessList?: AccessList }
  const own = call.to ?? (await createdBy(evm, call.from))
  let accessList = call.accessList ?? []
  for (let round = 1; ; round++) {
    const asked = { ...call, accessList }
    const options = { disableMemory: true, disableStorage: true }
    const trace = (await evm.request('debug_traceCall', [asked, block, options])) as Trace
    const next = listOf(trace.structLogs, own, new Set([lower(call.from), lower(own)]))
    const isStable = JSON.stringify(next) === JSON.stringify(accessList)
    accessList = next
    if (!isStable && round < MOST_ROUNDS) continue
    const gasUsed = toQuantity(trace.gas)
    return {
      accessList,
      gasUsed,
      ...(trace.failed ? { error: await reasonOf(evm, asked, block) } : {}),
    }
  }
}

/**
 * The storage a step works on is that of the contract it runs for, which calls and creations
 * change.
 */
function listOf(steps: readonly Step[], own: string, excluded: ReadonlySet<string>): AccessList {
  const touched = new Map<string, Set<string>>()
  const contexts = [lower(own)]
  for (const [i, { op, depth, stack }] of steps.entries()) {
    const context = contexts[depth - 1] ?? lower(own)
    const top = stack.at(-1) ?? '0x0'
    if (op === 'SLOAD' || op === 'SSTORE') slotsOf(touched, context).add(toBeHex(BigInt(top), 32))
    if (TOUCHES.has(op)) slotsOf(touched, addressIn(top))
    if (CALLS.has(op)) slotsOf(touched, addressIn(stack.at(-2) ?? '0x0'))
    if (op === 'CALL' || op === 'STATICCALL') contexts[depth] = addressIn(stack.at(-2) ?? '0x0')
    else if (op === 'CALLCODE' || op === 'DELEGATECALL') contexts[depth] = context
    else if (op.startsWith('CREATE')) contexts[depth] = created(steps, i, depth)
  }
  return [...touched]
    .filter(
      ([address, slots]) =>
        slots.size > 0 || !(excluded.has(address) || BigInt(address) <= LAST_PRECOMPILE),
    )
    .map(([address, slots]) => ({ address, storageKeys: [...slots].sort() }))
    .sort((a, b) => (a.address < b.address ? -1 : 1))
}

function slotsOf(touched: Map<string, Set<string>>, address: string): Set<string> {
  const slots = touched.get(address) ?? new Set<string>()
  touched.set(address, slots)
  return slots
}

/** A creation leaves the new contract's address on the stack of the step after it. */
function created(steps: readonly Step[], at: number, depth: number): string {
  const after = steps.slice(at + 1).find((step) => step.depth === depth)
  return addressIn(after?.stack.at(-1) ?? '0x0')
}

async function createdBy(evm: Evm, from: string): Promise<string> {
  const nonce = (await evm.request('eth_getTransactionCount', [from, 'pending'])) as string
  return getCreateAddress({ from, nonce })
}

async function reasonOf(evm: Evm, call: object, block: unknown): Promise<string> {
  try {
    await evm.request('eth_call', [call, block])
    return 'execution failed'
  } catch (error) {
    return (error as Error).message
  }
}

const lower = (address: string): string => address.toLowerCase()
const addressIn = (word: string): string => toBeHex(BigInt(word) & ((1n << 160n) - 1n), 20)
