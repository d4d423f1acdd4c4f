import { markdownTable } from '../../packages/base/src/markdown-table.ts'
import { keyRows } from '../../packages/base/src/schema/index.ts'

/** The keys of an object schema as a Markdown table. */
export function keyTable(
  schema: Parameters<typeof keyRows>[0],
  { marksRequired = false } = {},
): string {
  const rows = keyRows(schema).filter(({ description }) => description !== '')
  const lines = rows.map(({ key, description, isRequired }) => {
    const required = marksRequired && isRequired ? '; required' : ''
    return [`\`${key}\``, `${description}${required}`]
  })
  return markdownTable(['key', 'what it is'], lines)
}
