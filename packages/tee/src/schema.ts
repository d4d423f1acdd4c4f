import { createRequire } from 'node:module'
import type { Ajv } from 'ajv'
import type { XStatic } from 'typebox/schema'

/** The type that a constant JSON schema describes. */
export type Described<S> = XStatic<S>

const require = createRequire(import.meta.url)
/** Loaded by the first check: loading takes longer than most commands run. */
const newAjv = (): Ajv =>
  new (require('ajv') as { Ajv: new (options: object) => Ajv }).Ajv({ strict: true })

/** A check of values against a schema, compiled when it is first asked. */
export function checkOf<const S extends object>(
  schema: S,
): (value: unknown) => value is Described<S> {
  let validate: ((value: unknown) => boolean) | undefined
  return (value): value is Described<S> => {
    validate ??= newAjv().compile(schema)
    return validate(value)
  }
}
