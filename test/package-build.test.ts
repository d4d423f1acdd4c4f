import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bundle } from '../scripts/package/bundle.ts'
import { checkLayout } from '../scripts/package/check-layout.ts'
import { NOTICES_FILE, noticesIn, writeNotices } from '../scripts/package/notices.ts'
import { writeSources } from '../scripts/package/sources.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'iexec-sim-build-'))
})
afterEach(() => rmSync(root, { recursive: true }))

/** Writes a workspace with one package, in which two packages are installed. */
function workspace(sources: Record<string, string>, dependencies: Record<string, string>): void {
  const files: Record<string, string> = {
    'packages/own/package.json': JSON.stringify({ name: '@iexec-sim/own', dependencies }),
    'packages/own/node_modules/known/package.json': JSON.stringify({
      name: 'known',
      version: '1.2.3',
    }),
    'packages/own/node_modules/known/part.js': 'export const part = "a part of known"',
    'packages/own/node_modules/@by/chance/index.js': 'export const chance = "what is by chance"',
    'packages/own/node_modules/@by/chance/package.json': JSON.stringify({
      name: '@by/chance',
      version: '4.5.6',
    }),
    ...Object.fromEntries(
      Object.entries(sources).map(([name, code]) => [`packages/own/src/${name}`, code]),
    ),
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

const folder = () => join(root, 'packages/own')
const dist = () => join(folder(), 'dist')
const build = (peers: string[] = []) =>
  bundle({
    root,
    folder: folder(),
    entries: { index: 'src/index.ts' },
    lib: join(dist(), 'lib'),
    peers,
  })

describe('the build of a package', () => {
  it('puts what is imported into the bundle, and declares what stays outside in its version', async () => {
    workspace(
      {
        'index.ts': `import { part } from 'known/part.js'\nimport 'node:fs'\nexport const lazy = () => import('@by/chance')\nexport { part }`,
      },
      { known: '^1.0.0', '@by/chance': '*' },
    )
    expect((await build(['@by/chance'])).dependencies).toEqual({ '@by/chance': '4.5.6' })
    const code = readFileSync(join(dist(), 'lib/index.js'), 'utf8')
    expect(code).toContain('a part of known')
    expect(code).not.toContain('what is by chance')
  })

  it.each([
    ['imported', `import '@by/chance'`],
    ['imported lazily', `export const lazy = () => import('@by/chance')`],
    [
      'required',
      `import { createRequire } from 'node:module'\nexport const r = createRequire(import.meta.url)\nconst require = r\nexport const x = () => require('@by/chance')`,
    ],
  ])('fails if something is %s that is installed by chance', async (_how, code) => {
    workspace({ 'index.ts': code }, { known: '^1.0.0' })
    await expect(build()).rejects.toThrow(
      '@iexec-sim/own imports "@by/chance", which is not among its dependencies',
    )
  })

  it('fails if code reads a file that is not packed', async () => {
    workspace(
      { 'index.ts': `export const file = new URL('../generated/data.json', import.meta.url)` },
      {},
    )
    const { modules } = await build()
    expect(() => checkLayout(dist(), modules)).toThrow(
      'lib/index.js asks for ../generated/data.json, which is not packed',
    )
    mkdirSync(join(dist(), 'generated'))
    writeFileSync(join(dist(), 'generated/data.json'), '{}')
    expect(() => checkLayout(dist(), modules)).not.toThrow()
  })

  it('fails if code that reads a file relative to itself is deeper than its bundle', async () => {
    workspace(
      {
        'index.ts': `export * from './deep/file.ts'`,
        'deep/file.ts': `export const file = new URL('../../data.json', import.meta.url)`,
      },
      {},
    )
    const { modules } = await build()
    expect(() => checkLayout(dist(), modules)).toThrow('has to be right below src/')
  })
})

it('a bundle is not run after an edit during its build', () => {
  const built = createRequire(import.meta.url)('../packages/cli/bin/built.cjs')
  workspace({ 'index.ts': '' }, {})
  const source = join(folder(), 'src/index.ts')
  mkdirSync(dist())
  const began = new Date(Date.now() - 60_000)
  const at = (ms: number) => new Date(began.getTime() + ms)
  utimesSync(source, at(-10), at(-10))
  writeSources(dist(), [source], began)
  expect(built(dist())).toMatch(/main\.js$/)
  utimesSync(source, at(10), at(10))
  expect(built(dist())).toBeUndefined()
})

describe('the notices of a bundle', () => {
  const MIT =
    'Copyright (c) 2020 An Author\n\nPermission is hereby granted, free of charge, to any person'
  const notices = () => join(root, NOTICES_FILE)
  const module = (name: string) => join(root, 'node_modules', name, 'lib/index.js')
  const install = (name: string, manifest: object, files: Record<string, string> = {}) => {
    const folder = join(root, 'node_modules', name)
    mkdirSync(folder, { recursive: true })
    const all = {
      'package.json': JSON.stringify({ name, version: '1.0.0', ...manifest }),
      ...files,
    }
    for (const [file, text] of Object.entries(all)) writeFileSync(join(folder, file), text)
  }

  it('name each package once, with its licence and the text of it', () => {
    install('one', { license: 'MIT' }, { 'LICENSE.md': MIT })
    install(
      '@two/parts',
      { license: '(GPL-3.0 OR Apache-2.0)' },
      { LICENSE: 'Apache', NOTICE: 'Made by Two' },
    )
    install('three', { license: 'MIT' }, { 'README.md': `# three\n\nLicense\n-------\n\n${MIT}` })
    install('one/node_modules/one', { name: 'inner', license: 'ISC' }, { LICENCE: 'Inner' })
    const own = join(root, 'packages/own/src/index.ts')
    const modules = [
      module('one'),
      join(root, 'node_modules/one/other.js'),
      module('@two/parts'),
      module('three'),
      own,
    ]
    writeNotices(notices(), [...modules, module('one/node_modules/one')])
    expect(noticesIn(notices())).toEqual([
      '@two/parts 1.0.0',
      'inner 1.0.0',
      'one 1.0.0',
      'three 1.0.0',
    ])
    const text = readFileSync(notices(), 'utf8')
    for (const part of [MIT, 'Apache', 'Made by Two', 'Inner']) expect(text).toContain(part)
  })

  it.each([
    [
      'has no text',
      { license: 'MIT' },
      { 'README.md': '## License\n\nMIT\n' },
      'bad is inside the bundle, and brings no',
    ],
    [
      'is not allowed',
      { license: 'GPL-3.0' },
      { LICENSE: 'GPL' },
      'its licence (GPL-3.0) is not among the allowed',
    ],
    [
      'holds with one that is not',
      { license: 'MIT AND GPL-3.0' },
      { LICENSE: MIT },
      'is not among the allowed',
    ],
    ['is not told', {}, { LICENSE: MIT }, 'its licence (none) is not among the allowed'],
  ])('fail when a licence %s', (_how, manifest, files, message) => {
    install('bad', manifest, files as Record<string, string>)
    expect(() => writeNotices(notices(), [module('bad')])).toThrow(message)
  })
})
