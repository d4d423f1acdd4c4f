import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { MarkdownRenderer } from 'vitepress'

type Token = ReturnType<MarkdownRenderer['parse']>[number]

const docs = join(import.meta.dirname, '..')
const repository = join(docs, '..')

/**
 * Links as a code host wants them become those of the site: `README.md` of a folder is its index,
 * and what leads out of `docs/` to a file of the repository is text that names the file.
 */
export function repositoryLinks(md: MarkdownRenderer): void {
  md.core.ruler.push('repository-links', ({ tokens, env }) => {
    const { realPath, path } = env as { realPath?: string; path: string }
    for (const { children } of tokens) if (children) rewrite(children, realPath ?? path)
  })
}

function rewrite(tokens: Token[], page: string): void {
  let ends: Token | undefined
  for (const token of tokens) {
    if (token.type === 'link_close' && ends) {
      token.tag = ends.tag
      ends = undefined
    }
    if (token.type !== 'link_open') continue
    const href = token.attrGet('href')!
    if (/^(#|[a-z]+:)/.test(href)) continue
    const [path = '', hash] = href.split('#')
    const file = resolve(dirname(page), path)
    if (!existsSync(file)) continue
    if (relative(docs, file).startsWith('..')) {
      token.tag = 'span'
      token.type = 'file_open'
      token.attrs = [['title', relative(repository, file)]]
      ends = token
    } else if (/(^|\/)README\.md$/.test(path)) {
      token.attrSet('href', path.replace(/README\.md$/, 'index.md') + (hash ? `#${hash}` : ''))
    }
  }
}
