import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from './sources.ts'

const page = readFileSync(join(ROOT, 'docs/official-client.md'), 'utf8')
const [, section] = /\n## Packages\n([\s\S]+?)\n## /.exec(page)!
/** Rows of the page's table, by columns: package, version, chains, flows, test. */
const rows = section!
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').slice(1, -1))
  .map((columns) => columns.map((column) => column.trim()))

/** `NAME VERSION` of iExec's packages that the tests install, behind whatever alias. */
const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'test/package.json'), 'utf8')) as {
  devDependencies: Record<string, string>
}
const installed = Object.entries(devDependencies)
  .map(([name, version]) => /^npm:(.+)@(.+)$/.exec(version)?.slice(1) ?? [name, version])
  .filter(([name]) => name === 'iexec' || name!.startsWith('@iexec/'))
  .map(([name, version]) => `${name} ${version}`)
/** Not installed: the tests do what it does. */
const PLAYED = 'iapp'

it('the page of the official client has the versions of packages that the tests install', () => {
  const told = rows
    .map(([name, version]) => `${name!.replaceAll('`', '')} ${version}`)
    .filter((row) => !row.startsWith(`${PLAYED} `))
  expect([...new Set(told)].sort()).toEqual(installed.sort())
})

it('the page of the official client has a test for each package', () => {
  const files = rows.flatMap((columns) => [...columns[4]!.matchAll(/\]\(\.\.\/([^)]+)\)/g)])
  expect(rows.every((columns) => columns[4]!.includes('](../test/'))).toBe(true)
  expect(files.map(([, file]) => file!).filter((file) => !existsSync(join(ROOT, file)))).toEqual([])
})
