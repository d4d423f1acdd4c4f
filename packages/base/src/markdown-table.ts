/**
 * A table in Markdown. Cells are written as they are: escape foreign text with `markdownCell`.
 * Columns named in `right` are aligned to the right.
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly string[] = [],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = head.map((name) => (right.includes(name) ? '--:' : '---'))
  return [head, rule, ...rows].map(line).join('\n')
}
