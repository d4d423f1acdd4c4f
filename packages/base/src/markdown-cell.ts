/** A text as a cell of a Markdown table, escaped: no markup, link or line break takes effect. */
export function markdownCell(text: string): string {
  return text
    .replace(/[\\|[`]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/\s*[\r\n]+\s*/g, ' ')
}
