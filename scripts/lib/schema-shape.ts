/** The parts of a JSON schema that are shown. */
export interface Schema {
  type?: string | readonly string[]
  const?: unknown
  enum?: readonly unknown[]
  anyOf?: readonly Schema[]
  items?: Schema
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
}

/** A JSON schema as TypeScript writes a type, in one line. */
export function shapeOf(schema: Schema): string {
  const { anyOf, items, properties, required = [], type = 'unknown' } = schema
  if ('const' in schema) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' or ')
  if (anyOf) return anyOf.map(shapeOf).join(' or ')
  if (items) return `${shapeOf(items)}[]`
  if (!properties) return [type].flat().join(' or ')
  const keys = Object.entries(properties).map(
    ([key, value]) => `${key}${required.includes(key) ? '' : '?'}: ${shapeOf(value)}`,
  )
  return `{ ${keys.join(', ')} }`
}
