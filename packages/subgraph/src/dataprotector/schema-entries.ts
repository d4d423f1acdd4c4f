/** A value of protected data: where it is, and of which type. */
export interface SchemaEntry {
  /** Keys that lead to it, with points between them. */
  path: string
  /** Its type. */
  type: string
}

const TYPES: ReadonlySet<unknown> = new Set([
  ...['boolean', 'number', 'string', 'bool', 'i128', 'f64'],
  ...['octet-stream', 'pdf', 'xml', 'zip'].map((type) => `application/${type}`),
  ...['midi', 'mpeg', 'x-wav'].map((type) => `audio/${type}`),
  ...['bmp', 'gif', 'jpeg', 'png', 'webp'].map((type) => `image/${type}`),
  ...['mp4', 'mpeg', 'x-msvideo'].map((type) => `video/${type}`),
])

/** Values of one schema that are read; the text of a transaction is longer only on purpose. */
const MOST_ENTRIES = 1_000

/**
 * The entries of a schema, JSON that nests as the data does. What is not one is left out: an unknown
 * type, or a key with anything but letters, digits, `-` and `_`.
 */
export function schemaEntries(json: string): SchemaEntry[] {
  const entries: SchemaEntry[] = []
  const left: { path: string; value: unknown }[] = [{ path: '', value: parsed(json) }]
  for (let next = left.shift(); next && entries.length < MOST_ENTRIES; next = left.shift()) {
    const { path, value } = next
    if (typeof value === 'string' && path !== '' && TYPES.has(value))
      entries.push({ path, type: value })
    else if (typeof value === 'object' && value !== null && !Array.isArray(value))
      left.unshift(
        ...Object.entries(value)
          .filter(([key]) => /^[\w-]+$/.test(key))
          .map(([key, inner]) => ({ path: path === '' ? key : `${path}.${key}`, value: inner })),
      )
  }
  return entries
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
