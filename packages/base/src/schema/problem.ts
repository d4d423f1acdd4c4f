import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { didYouMean } from '../did-you-mean.ts'

/** The first thing that is wrong with a value. */
export interface Problem {
  /** Path of the place in the value, such as `faults[0].name`; empty for the value itself. */
  place: string
  /** Rule that is broken, as the rest of a sentence about the place, with its full stop. */
  reason: string
}

/** What typebox says of a broken rule. */
type Broken = ReturnType<typeof Value.Errors>[number]

/** Misspelt keys come first: they are why others are missing. */
const ORDER = ['additionalProperties', 'required']

/**
 * Checks a value against a schema. Returns its first problem, or `undefined` when it has none. An
 * object's annotation `keys` names its keys in the sentence; the default is "key".
 */
export function problemOf(schema: TSchema, value: unknown): Problem | undefined {
  const broken = Value.Errors(schema, value).filter(({ keyword }) => keyword !== 'boolean')
  const first =
    ORDER.flatMap((wanted) => broken.filter(({ keyword }) => keyword === wanted))[0] ?? broken[0]
  return first && problem(first, schema, value)
}

function problem(broken: Broken, schema: TSchema, value: unknown): Problem {
  const place = placeOf(value, broken.instancePath)
  const within = at(schema, broken.schemaPath.slice(1)) as Record<string, unknown>
  const found = at(value, broken.instancePath)
  switch (broken.keyword) {
    case 'additionalProperties': {
      const key = broken.params.additionalProperties[0]!
      const known = Object.keys((within.properties as object | undefined) ?? {})
      return {
        place: child(place, key),
        reason: `is not a known ${within.keys ?? 'key'}${didYouMean(key, known)}`,
      }
    }
    case 'required':
      return { place: child(place, broken.params.requiredProperties[0]!), reason: 'is missing.' }
    case 'minItems':
    case 'minLength':
      return { place, reason: 'is empty.' }
    default:
      return { place, reason: rule(within, found) }
  }
}

/** The broken rule. Texts, lists and objects are not repeated: they may be secrets, or long. */
function rule(schema: Record<string, unknown>, found: unknown): string {
  if (Array.isArray(schema.enum)) return `is invalid: ${oneOf(schema.enum, found)}`
  if ('const' in schema) return `is not ${JSON.stringify(schema.const)}.`
  if (schema.type === 'object') return 'is not an object.'
  if (schema.type === 'array') return 'is not a list.'
  if (schema.type === 'string') return `is not ${schema.form ?? 'text'}.`
  const given = typeof found === 'number' ? `is invalid: ${found} ` : ''
  return `${given}is not ${numberOf(schema)}.`
}

function oneOf(known: readonly unknown[], found: unknown): string {
  const isMixed = known.some((value) => typeof value !== 'string')
  const names = known.map((value) => (isMixed ? JSON.stringify(value) : String(value)))
  const near = isMixed || typeof found !== 'string' ? '.' : didYouMean(found, names)
  return `${JSON.stringify(found)} is not one of ${names.join(', ')}${near}`
}

function numberOf({ type, minimum, maximum }: Record<string, unknown>): string {
  const number = type === 'integer' ? 'a whole number' : 'a number'
  if (minimum === undefined) return number
  return maximum === undefined
    ? `${number} of at least ${minimum}`
    : `${number} from ${minimum} to ${maximum}`
}

const at = (value: unknown, pointer: string): unknown =>
  segments(pointer).reduce((part, key) => (part as Record<string, unknown>)[key], value)

const segments = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))

/** The path of a pointer in the words of its value: `list[0].key`. */
function placeOf(value: unknown, pointer: string): string {
  let [place, part] = ['', value]
  for (const key of segments(pointer)) {
    place = Array.isArray(part) ? `${place}[${key}]` : child(place, key)
    part = (part as Record<string, unknown>)[key]
  }
  return place
}

const child = (place: string, key: string): string => (place === '' ? key : `${place}.${key}`)
