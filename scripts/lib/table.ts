import { textColumns } from '../../packages/base/src/text-columns.ts'

/** Rows as text in columns, the first row being the heading. */
export function table(rows: readonly (readonly string[])[]): string {
  const lines = textColumns(rows)
  const width = Math.max(...lines.map((line) => line.length))
  return lines.toSpliced(1, 0, '─'.repeat(width)).join('\n')
}
