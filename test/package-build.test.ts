import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bundle } from '../scripts/package/bundle.ts'
import { checkLayout } from '../scripts/package/check-layout.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'iexec-sim-build-'))
})
afterEach(() => rmSync(root, { recursive: true }))

/** Writes a workspace with one package, in which two packages are installed. */
function workspace(sources: Record<string, string>, dependencies: Record<string, string>): void {
  const files: Record<string, string> = {
    'packages/own/package.json': JSON.stringify({ name: '@iexec-sim/own', dependencies }),
    'packages/own/node_modules/known/package.json': JSON.stringify({ name: 'known', version: '1.2.3' }),
    'packages/own/node_modules/@by/chance/package.json': JSON.stringify({ name: '@by/chance', version: '4.5.6' }),
    ...Object.fromEntries(Object.entries(sources).map(([name, code]) => [`packages/own/src/${name}`, code])),
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

const folder = () => join(root, 'packages/own')
const dist = () => join(folder(), 'dist')
const build = () => bundle({ root, folder: folder(), entries: { index: 'src/index.ts' }, lib: join(dist(), 'lib') })

describe('the build of a package', () => {
  it('declares what the bundle imports, in the version that is installed', async () => {
    workspace(
      { 'index.ts': `import 'known/part'\nimport 'node:fs'\nexport const lazy = () => import('@by/chance')` },
      { known: '^1.0.0', '@by/chance': '*' },
    )
    expect((await build()).dependencies).toEqual({ known: '1.2.3', '@by/chance': '4.5.6' })
  })

  it.each([
    ['imported', `import '@by/chance'`],
    ['imported lazily', `export const lazy = () => import('@by/chance')`],
    [
      'required',
      `import { createRequire } from 'node:module'\nexport const r = createRequire(import.meta.url)\nconst require = r\nexport const x = () => require('@by/chance')`,
    ],
  ])('fails when something is %s that is there by chance', async (_how, code) => {
    workspace({ 'index.ts': code }, { known: '^1.0.0' })
    await expect(build()).rejects.toThrow('@iexec-sim/own imports "@by/chance", which is not among its dependencies')
  })

  it('fails when code asks for a file that is not packed', async () => {
    workspace({ 'index.ts': `export const file = new URL('../generated/data.json', import.meta.url)` }, {})
    const { modules } = await build()
    expect(() => checkLayout(dist(), modules)).toThrow(
      'lib/index.js asks for ../generated/data.json, which is not packed',
    )
    mkdirSync(join(dist(), 'generated'))
    writeFileSync(join(dist(), 'generated/data.json'), '{}')
    expect(() => checkLayout(dist(), modules)).not.toThrow()
  })

  it('fails when code that reads a file relative to itself is deeper than its bundle will be', async () => {
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
