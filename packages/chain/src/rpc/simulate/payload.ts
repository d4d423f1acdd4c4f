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

/** Most blocks of a simulation, those that fill left-out numbers included; as in geth. */
export const MOST_BLOCKS = 256
/** Most calls of a block: each is executed again after those before it. */
const MOST_CALLS_IN_BLOCK = 32
/** Most calls of a simulation. */
const MOST_CALLS = 256
/** Most balances, nonces, codes and slots that a simulation sets; each is a request to the engine. */
const MOST_OVERRIDES = 1_000
/** Longest simulation, characters of JSON: twenty of the largest contracts. */
const LONGEST = 1024 ** 2

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
  if (JSON.stringify(given).length > LONGEST) throw tooMany('characters', LONGEST)
  const { blockStateCalls, validation, returnFullTransactions, traceTransfers } = given
  if (traceTransfers === true)
    throw refused('traceTransfers', 'the engine does not trace transfers')
  if (!Array.isArray(blockStateCalls) || blockStateCalls.length === 0)
    throw new RpcFailure(-32602, 'blockStateCalls is a list of at least one block')
  if (blockStateCalls.length > MOST_BLOCKS) throw tooMany('blocks', MOST_BLOCKS)
  const blocks = blockStateCalls.map(readBlock)
  if (sum(blocks, ({ calls }) => calls.length) > MOST_CALLS) throw tooMany('calls', MOST_CALLS)
  if (sum(blocks, overridesOf) > MOST_OVERRIDES) throw tooMany('overrides', MOST_OVERRIDES)
  return {
    blocks,
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
  if (calls && calls.length > MOST_CALLS_IN_BLOCK)
    throw tooMany('calls in a block', MOST_CALLS_IN_BLOCK)
  const accounts = Object.entries(objectOf(stateOverrides ?? {}, 'stateOverrides'))
  return {
    blockOverrides: knownFields(blockOverrides ?? {}, BLOCK_OVERRIDES, 'blockOverrides'),
    stateOverrides: Object.fromEntries(
      accounts.map(([address, account]) => [address, readAccount(account)]),
    ),
    calls: (calls ?? []).map((call) => objectOf(call, 'a call')),
  }
}

function readAccount(value: unknown): AccountOverride {
  const account: AccountOverride = knownFields(value, STATE_OVERRIDES, 'stateOverrides')
  if (account.stateDiff) objectOf(account.stateDiff, 'stateDiff')
  return account
}

/** Number of things that a block sets before it. */
const overridesOf = ({ stateOverrides }: SimulatedBlock): number =>
  sum(Object.values(stateOverrides), ({ stateDiff, ...fields }) =>
    [fields, stateDiff ?? {}].reduce((count, set) => count + Object.keys(set).length, 0),
  )

const sum = <T>(all: readonly T[], of: (one: T) => number): number =>
  all.reduce((total, one) => total + of(one), 0)

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
