/** A contract's value in a record: big numbers as decimal text, tuples as arrays. */
export type Recorded =
  | string
  | number
  | boolean
  | null
  | readonly Recorded[]
  | { readonly [name: string]: Recorded }

/** Money of a tested protocol's escrow: the chain's own currency, or the RLC token. */
export type Mode = 'native' | 'token'

/** Both modes. */
export const modes: readonly Mode[] = ['native', 'token']

/**
 * One call of a scenario and all its visible effects. Accounts, assets, deals and tasks are given
 * by name.
 */
export interface CallStep {
  /** Kind of the step. */
  readonly kind: 'call'
  /** Name of the function and its caller. */
  readonly call: string
  /** Whether the call succeeded. */
  readonly outcome: 'ok' | 'refused'
  /** Reason of a refused call: a text, `Panic(0x..)`, an error with its arguments, or `(empty)`. */
  readonly error?: string
  /** The raw revert data, hex. */
  readonly revertData?: string
  /** Gas used. */
  readonly gas?: number
  /** Events of all contracts, in order. */
  readonly events?: readonly string[]
  /** `stake/locked` in nRLC of every account with money, after the call. */
  readonly balances?: Readonly<Record<string, string>>
}

/** One check of a scenario: a value and its expectation. */
export interface CheckStep {
  /** Kind of the step. */
  readonly kind: 'check'
  /** Name of the check. */
  readonly label: string
  /** Value found. */
  readonly value: Recorded
  /** Value it should be. */
  readonly expected: Recorded
}

/** A step of a scenario. */
export type Step = CallStep | CheckStep

/** Result of a scenario on one protocol. */
export interface ScenarioRecord {
  /** Name of the scenario. */
  readonly name: string
  /** `stopped` by a call that had to succeed and failed. */
  readonly status: 'completed' | 'stopped'
  /** Why it stopped; absent if it completed. */
  readonly reason?: string
  /** Calls and checks, in order. */
  readonly steps: readonly Step[]
}

/** Results of scenarios on one protocol in one mode. */
export interface Run {
  /** Name of the protocol's source. */
  readonly source: string
  /** Mode of the run. */
  readonly mode: Mode
  /** One record per scenario. */
  readonly records: readonly ScenarioRecord[]
}

/** Whether a check's value is the expected one. */
export const holds = ({ value, expected }: CheckStep): boolean =>
  JSON.stringify(value) === JSON.stringify(expected)

/** A contract's value as it is recorded; `tell` may replace a text by a name. */
export function recorded(value: unknown, tell: (text: string) => string = String): Recorded {
  const part = (inner: unknown) => recorded(inner, tell)
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'string') return tell(value)
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (Symbol.iterator in Object(value)) return [...(value as Iterable<unknown>)].map(part)
  const entries = Object.entries(value as object).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, part(inner)]))
}
