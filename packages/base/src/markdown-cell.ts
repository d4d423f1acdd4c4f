/** A text as a cell of a Markdown table: shown as it is, whoever wrote it, with no markup, link or line of its own. */
export function markdownCell(text: string): string {
  return text
    .replace(/[\\|[`]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/\s*[\r\n]+\s*/g, ' ')
}
