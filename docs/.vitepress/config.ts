import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformerStyleToClass } from '@shikijs/transformers'
import { defineConfig } from 'vitepress'
import { NOTICES_FILE, writeNotices } from '../../scripts/package/notices.ts'
import { alignedByClass } from './alignment.ts'
import { withoutInline } from './inline-free.ts'
import { repositoryLinks } from './links.ts'
import { nav, sidebar } from './navigation.ts'
import { sequenceDiagram } from './sequence-diagram.ts'

const base = '/docs/'
/** Colours of code are classes of one style sheet, because pages have no inline styles. */
const colours = transformerStyleToClass({ classPrefix: 'c-' })
/** Modules of others that are inside the built pages. */
const modules = new Set<string>()

export default defineConfig({
  title: 'iexec-sim',
  description: 'The whole iExec confidential-computing network on one machine, offline.',
  base,
  rewrites: (page) => page.replace(/(^|\/)README\.md$/, '$1index.md'),
  srcExclude: ['generated/**'],
  cacheDir: './node_modules/.vitepress',
  metaChunk: true,
  // The switch of colours would otherwise put a style into the page.
  appearance: { disableTransition: false },
  head: [
    ['link', { rel: 'stylesheet', href: `${base}assets/code.css` }],
    // None: a browser that finds no icon asks for one.
    ['link', { rel: 'icon', href: 'data:,' }],
  ],
  markdown: {
    codeTransformers: [colours],
    config(md) {
      repositoryLinks(md)
      alignedByClass(md)
      const fence = md.renderer.rules.fence!
      md.renderer.rules.fence = (...parameters) => {
        const [tokens, at] = parameters
        const { info, content } = tokens[at]!
        return info === 'mermaid' ? sequenceDiagram(content) : fence(...parameters)
      }
    },
  },
  themeConfig: {
    nav,
    sidebar,
    outline: [2, 3],
    search: { provider: 'local' },
    docFooter: { prev: false, next: false },
  },
  vite: {
    // The search is the local one: the style of another service's is left out.
    resolve: { alias: { '@docsearch/css': join(import.meta.dirname, 'theme/style.css') } },
    plugins: [
      {
        name: 'modules-of-others',
        generateBundle(_, bundle) {
          for (const part of Object.values(bundle))
            if (part.type === 'chunk')
              for (const id of part.moduleIds) if (id.includes('/node_modules/')) modules.add(id)
        },
      },
    ],
  },
  transformHtml: (html, _, { siteConfig }) => withoutInline(html, siteConfig.outDir, base),
  buildEnd({ outDir }) {
    writeFileSync(join(outDir, 'assets/code.css'), colours.getCSS())
    writeNotices(join(outDir, NOTICES_FILE), [...modules])
  },
})
