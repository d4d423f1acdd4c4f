/** Rows as text in columns, the first row being the heading. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (row: readonly string[]) =>
    widths
      .map((width, column) => (row[column] ?? '').padEnd(width))
      .join('  ')
      .trimEnd()
  const [heading = [], ...rest] = rows
  return [line(heading), line(widths.map((width) => '─'.repeat(width))), ...rest.map(line)].join(
    '\n',
  )
}
