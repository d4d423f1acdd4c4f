/**
 * What a value of a contract looks like in a record: big numbers as decimal text, tuples as arrays.
 */
export type Recorded =
  | string
  | number
  | boolean
  | null
  | readonly Recorded[]
  | { readonly [name: string]: Recorded }

/** What the escrow of a protocol under test holds: the chain's own currency, or the RLC token. */
export type Mode = 'native' | 'token'

/** Both. */
export const modes: readonly Mode[] = ['native', 'token']

/**
 * One call of a scenario and all that could be seen of it. Accounts, assets, deals and tasks are
 * told by name.
 */
export interface CallStep {
  /** Kind of the step. */
  readonly kind: 'call'
  /** Which function, by whom. */
  readonly call: string
  /** Whether the call succeeded. */
  readonly outcome: 'ok' | 'refused'
  /** What a refused call said: a text, `Panic(0x..)`, an error with its arguments, or `(empty)`. */
  readonly error?: string
  /** The same as it came. */
  readonly revertData?: string
  /** Gas used. */
  readonly gas?: number
  /** In order, also those of other contracts than the hub. */
  readonly events?: readonly string[]
  /** `stake/locked` in nRLC of everyone who has some, after the call. */
  readonly balances?: Readonly<Record<string, string>>
}

/** One thing a scenario looked at, with what it should be. */
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

/** What became of a scenario on one protocol. */
export interface ScenarioRecord {
  /** Name of the scenario. */
  readonly name: string
  /** A scenario is stopped by a call that had to succeed and did not. */
  readonly status: 'completed' | 'stopped'
  /** Why it stopped; absent if it completed. */
  readonly reason?: string
  /** Calls and checks, in order. */
  readonly steps: readonly Step[]
}

/** What became of scenarios on one protocol in one mode. */
export interface Run {
  /** Name of the protocol's source. */
  readonly source: string
  /** Mode of the run. */
  readonly mode: Mode
  /** One record per scenario. */
  readonly records: readonly ScenarioRecord[]
}

/** Whether a check saw what it should have. */
export const holds = ({ value, expected }: CheckStep): boolean =>
  JSON.stringify(value) === JSON.stringify(expected)

/** A contract's value as it is recorded; `tell` may have a name for a text. */
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
