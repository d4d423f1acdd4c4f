import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { fileOf, importsOf, packages, ROOT, sourcesOf } from './sources.ts'

const page = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8')
/** Floor by package, as the page's table has it. */
const floors = new Map(
  [...page.matchAll(/^\| `([\w-]+)` +\| (\d+) /gm)].map(([, name, floor]) => [
    name!,
    Number(floor),
  ]),
)
/** Packages of each floor, from the top, as the page's drawing has it. */
const drawing = (/## Floors\n\n```text\n([\s\S]+?)```/.exec(page)?.[1] ?? '').trimEnd().split('\n')

/** Most source files side by side in one folder. */
const MOST_SIBLINGS = 20

describe('the page of the architecture', () => {
  it('has a floor for every package and none for others', () => {
    expect([...floors.keys()].sort()).toEqual(packages.map(({ name }) => name).sort())
  })

  it('draws the floors of its table', () => {
    const drawn = drawing.map((line) => line.split(/ {4,}/)[0]!.split(/ +/).sort())
    const highest = Math.max(...floors.values())
    const told = Array.from({ length: highest + 1 }, (_, i) =>
      [...floors]
        .filter(([, floor]) => floor === highest - i)
        .map(([name]) => name)
        .sort(),
    )
    expect(drawn).toEqual(told)
  })
})

test.each(packages)('$name imports packages of lower floors alone', (one) => {
  const names = sourcesOf(one)
    .flatMap(importsOf)
    .filter((name) => name.startsWith('@iexec-sim/'))
  const used = [...new Set(names.map((name) => name.split('/')[1]!))].filter(
    (name) => name !== one.name,
  )
  expect(used.filter((name) => floors.get(name)! >= floors.get(one.name)!)).toEqual([])
})

test('no file imports itself through others', () => {
  const files = packages.flatMap(sourcesOf)
  const imports = new Map(
    files.map((file) => [file, importsOf(file).flatMap((name) => fileOf(file, name) ?? [])]),
  )
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
    if (done.has(file) || path.includes(file)) return
    for (const next of imports.get(file) ?? []) visit(next, [...path, file])
    done.add(file)
  }
  for (const file of files) visit(file, [])
  expect(circles).toEqual([])
})

test(`no folder has more than ${MOST_SIBLINGS} source files`, () => {
  const counts = Map.groupBy(packages.flatMap(sourcesOf), dirname)
  const crowded = [...counts].filter(([, files]) => files.length > MOST_SIBLINGS)
  expect(crowded.map(([folder, files]) => `${folder}: ${files.length}`)).toEqual([])
})
