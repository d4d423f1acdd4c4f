import type { TObject, TSchema } from 'typebox'

/** A row of the documentation of an object's keys. */
export interface KeyRow {
  /** Name of the key; those of an object within have its name before them. */
  key: string
  /** The schema's description. */
  description: string
  /** Whether the key has to be there. */
  isRequired: boolean
}

/** The keys of an object schema with their descriptions, those of objects within included. */
export function keyRows(schema: TObject, before = ''): KeyRow[] {
  return Object.entries(schema.properties).flatMap(([name, property]) => {
    const key = before + name
    const { description = '' } = property as { description?: string }
    const row = { key, description, isRequired: schema.required?.includes(name) ?? false }
    return isObject(property) ? [row, ...keyRows(property, `${key}.`)] : [row]
  })
}

const isObject = (schema: TSchema): schema is TObject => 'properties' in schema
