import type { MarkdownRenderer } from 'vitepress'

/** Cells of tables are aligned by a class, because pages have no inline styles. */
export function alignedByClass(md: MarkdownRenderer): void {
  md.core.ruler.push('aligned-by-class', ({ tokens }) => {
    for (const token of tokens) {
      const [, side] = /^text-align:(\w+)$/.exec(token.attrGet('style') ?? '') ?? []
      if (side) token.attrs = [['class', `to-${side}`]]
    }
  })
}
