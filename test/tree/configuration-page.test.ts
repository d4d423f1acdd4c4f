import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from './sources.ts'

it('the page of the configuration has every variable that sources name', () => {
  const page = readFileSync(join(ROOT, 'docs/configuration.md'), 'utf8')
  const files = globSync('packages/*/{src,bin}/**/*.{ts,cjs}', { cwd: ROOT })
  const named = files
    .filter((file) => !file.endsWith('.test.ts') && !file.includes('node_modules'))
    .flatMap((file) => readFileSync(join(ROOT, file), 'utf8').match(/\bIEXEC_SIM_[A-Z_]+\b/g) ?? [])
  expect(new Set(named).size).toBeGreaterThan(3)
  expect([...new Set(named)].filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})
