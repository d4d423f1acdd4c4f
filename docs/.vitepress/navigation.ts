import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DefaultTheme } from 'vitepress'

const docs = join(import.meta.dirname, '..')

/** Links at the top of each page. */
export const nav: DefaultTheme.NavItem[] = [
  { text: 'Start', link: '/start' },
  { text: 'Tutorial', link: '/tutorial' },
  { text: 'Guides', link: '/testing' },
  { text: 'Reference', link: '/commands' },
  { text: 'Explanations', link: '/how-it-works' },
]

/** Pages in the order of the sidebar. A page takes its first heading as its title. */
export const sidebar: DefaultTheme.SidebarItem[] = [
  { text: 'Start', items: pages('start', 'tutorial', 'install', 'cli') },
  {
    text: 'Guides',
    items: pages(
      ...['testing', 'official-client', 'ci', 'matrix', 'explorer', 'debugging', 'secrets'],
      ...[
        'dataprotector',
        'outside-hosts',
        'snapshots',
        'protocol-lab',
        'migration',
        'performance',
      ],
    ),
  },
  {
    text: 'Reference',
    items: pages(
      ...['commands', 'configuration', 'http-api', 'fixture-api', 'errors', 'faults'],
      ...['rpc', 'subgraphs', 'gas'],
    ),
  },
  {
    text: 'Explanations',
    items: [
      ...pages('how-it-works', 'differences', 'architecture', 'security'),
      { ...page('decisions/README'), collapsed: true, items: folder('decisions') },
      { ...page('contributing/README'), collapsed: true, items: folder('contributing') },
    ],
  },
]

function pages(...names: string[]): DefaultTheme.SidebarItem[] {
  return names.map(page)
}

function page(name: string): DefaultTheme.SidebarItem {
  const [, title] = /^# (.+)$/m.exec(readFileSync(join(docs, `${name}.md`), 'utf8'))!
  return { text: title!.replaceAll('`', ''), link: `/${name.replace(/README$/, '')}` }
}

function folder(name: string): DefaultTheme.SidebarItem[] {
  return globSync(`${name}/*.md`, { cwd: docs })
    .map((file) => file.replace(/\.md$/, ''))
    .filter((file) => !file.endsWith('README'))
    .sort()
    .map(page)
}
