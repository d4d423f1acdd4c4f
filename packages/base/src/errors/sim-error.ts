import { type ErrorCode, errorTable, type Placeholders } from './table.ts'

/** Options of a {@link SimError} besides the values of its message. */
export interface SimErrorOptions {
  /** The error that led to this one. Its message is not shown to users. */
  cause?: unknown
}

/**
 * The one error type of iexec-sim. Its message comes from the error table and names the wrong
 * value; `help` gives the fix. A message can't be thrown half filled: the required values follow
 * from the template.
 */
export class SimError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'SimError'
  /** Stable code, the key of the error table. */
  readonly code: C
  /** One sentence with the fix. */
  readonly help: string

  constructor(
    code: C,
    values: Record<Placeholders<C>, string | number | bigint>,
    options: SimErrorOptions = {},
  ) {
    const entry = errorTable[code]
    super(fill(entry.message, values), options)
    this.code = code
    this.help = fill(entry.help, values)
  }
}

function fill(template: string, values: Record<string, string | number | bigint>): string {
  return template.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ''))
}
