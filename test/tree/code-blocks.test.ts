import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAst } from 'rolldown/parseAst'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { codeBlocks } from '../support/code-blocks.ts'
import { ROOT } from './sources.ts'
import { wrongCommands } from './wrong-commands.ts'

const blocks = codeBlocks()
const of = (...languages: string[]) => blocks.filter(({ language }) => languages.includes(language))
const places = (wrong: readonly { place: string }[]) => wrong.map(({ place }) => place)

it('every code block of the documentation has a language that a test knows', () => {
  const known = of('sh', 'ts', 'js', 'json', 'yaml', 'mermaid', 'text')
  expect(blocks.length).toBeGreaterThan(60)
  expect(places(blocks.filter((block) => !known.includes(block)))).toEqual([])
})

it('every shell block is run, or says why not', () => {
  expect(places(of('sh').filter(({ runs, reason }) => !runs && !reason))).toEqual([])
})

it.each(of('sh'))('the shell reads $place', ({ code }) => {
  expect(spawnSync('bash', ['-n'], { input: code, encoding: 'utf8' }).stderr).toBe('')
})

it('every iexec-sim command in a shell block exists, with its options and values', async () => {
  const wrong = of('sh').map(async ({ place, code }) =>
    (await wrongCommands(code)).map((problem) => `${place}: ${problem}`),
  )
  expect((await Promise.all(wrong)).flat()).toEqual([])
})

it.each(of('json', 'yaml', 'js'))('$place is $language', ({ language, code }) => {
  if (language === 'js') parseAst(code, { lang: 'js' })
  else parse(code, { strict: true })
  if (language === 'json') JSON.parse(code)
})

it('every TypeScript block has the types of what it uses', () => {
  const folder = mkdtempSync(join(ROOT, 'test/.blocks-'))
  try {
    const files = of('ts').map(({ place, before, code }) => {
      const file = join(folder, `${place.replace(/\W+/g, '-')}.ts`)
      writeFileSync(file, `${before}\n${code}\nexport {}\n`)
      return file
    })
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: '../../tsconfig.base.json',
        compilerOptions: { noUncheckedIndexedAccess: false },
        files,
      }),
    )
    const { stdout } = spawnSync('tsc', ['-p', folder], {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}` },
    })
    expect(stdout).toBe('')
    expect(files.length).toBeGreaterThan(5)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
