import type { Profile } from '@iexec-sim/protocol'
import { hasBaseFee, RpcFailure } from '../../internal/edr.ts'
import { DEFAULT_GAS_CAP } from '../gas-cap.ts'

/** A call of a simulation, as `eth_call` takes it. */
export type SimulatedCall = Record<string, unknown> & {
  /** Sender. */
  from?: string
  /** Called contract; absent or `null` for a deployment. */
  to?: string | null
  /** Nonce, hex. @default the sender's next one */
  nonce?: string
}

/** State of an account that a simulation sets before a block. */
interface AccountOverride {
  balance?: string
  nonce?: string
  code?: string
  stateDiff?: Record<string, string>
}

/** A block to be simulated. */
export interface SimulatedBlock {
  /** Header fields that differ from those of a next block, as JSON-RPC writes them. */
  blockOverrides: Record<string, string | undefined>
  /** Account states set before the block, by address. */
  stateOverrides: Record<string, AccountOverride>
  /** Calls of the block, in order. */
  calls: readonly SimulatedCall[]
}

/** The request of `eth_simulateV1`. */
export interface Simulation {
  /** Blocks to simulate, in order. */
  blocks: readonly SimulatedBlock[]
  /** Tag, or the number of the newest block. */
  base: unknown
  /** Whether fees and nonces are those of real transactions. */
  validation: boolean
  /** Whether returned blocks hold whole transactions instead of hashes. */
  fullTransactions: boolean
  /** Whether the chain's blocks have a base fee. */
  hasBaseFee: boolean
  /** Gas of all calls together. */
  gasCap: bigint
}

/** Each call is executed again after those before it in its block. */
const MOST_CALLS = 32

const BLOCK_OVERRIDES = new Set([
  'number',
  'time',
  'gasLimit',
  'feeRecipient',
  'prevRandao',
  'baseFeePerGas',
])
const STATE_OVERRIDES = new Set(['balance', 'nonce', 'code', 'stateDiff'])

/**
 * Reads the parameters, the gas cap of the door behind them. Throws a JSON-RPC error that names
 * what cannot be simulated.
 */
export function readSimulation(
  [payload, base = 'latest', cap]: readonly unknown[],
  profile: Profile,
): Simulation {
  const given = objectOf(payload, 'the payload')
  const { blockStateCalls, validation, returnFullTransactions, traceTransfers } = given
  if (traceTransfers === true)
    throw refused('traceTransfers', 'the engine does not trace transfers')
  if (!Array.isArray(blockStateCalls) || blockStateCalls.length === 0)
    throw new RpcFailure(-32602, 'blockStateCalls is a list of at least one block')
  return {
    blocks: blockStateCalls.map(readBlock),
    base,
    validation: validation === true,
    fullTransactions: returnFullTransactions === true,
    hasBaseFee: hasBaseFee(profile.hardfork),
    gasCap: typeof cap === 'string' ? BigInt(cap) : DEFAULT_GAS_CAP,
  }
}

/** The error for a simulation that is too large. */
export const tooMany = (what: string, most: number): RpcFailure =>
  new RpcFailure(-38026, `too many ${what}: at most ${most} are simulated`)

function readBlock(value: unknown): SimulatedBlock {
  const { blockOverrides, stateOverrides, calls } = objectOf(value, 'a block')
  if (calls !== undefined && !Array.isArray(calls))
    throw new RpcFailure(-32602, 'the calls of a block are a list')
  if (calls && calls.length > MOST_CALLS) throw tooMany('calls in a block', MOST_CALLS)
  const accounts = Object.entries(objectOf(stateOverrides ?? {}, 'stateOverrides'))
  return {
    blockOverrides: knownFields(blockOverrides ?? {}, BLOCK_OVERRIDES, 'blockOverrides'),
    stateOverrides: Object.fromEntries(
      accounts.map(([address, account]) => [
        address,
        knownFields(account, STATE_OVERRIDES, 'stateOverrides'),
      ]),
    ),
    calls: (calls ?? []).map((call) => objectOf(call, 'a call')),
  }
}

function knownFields(
  value: unknown,
  known: ReadonlySet<string>,
  where: string,
): Record<string, never> {
  const fields = Object.entries(objectOf(value, where)).filter(
    ([, field]) => field !== undefined && field !== null,
  )
  const unknown = fields.find(([name]) => !known.has(name))
  if (unknown) throw refused(`${where}.${unknown[0]}`, 'the engine cannot override it')
  return Object.fromEntries(fields) as Record<string, never>
}

function objectOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>
  throw new RpcFailure(-32602, `${what} is an object`)
}

const refused = (what: string, why: string) =>
  new RpcFailure(-32602, `${what} is not supported: ${why}`)
