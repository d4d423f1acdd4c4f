// Writes docs/gas.md: what calls cost on our contracts and on poco@6.1.0. With --check it writes
// nothing and fails when the page is not current. Takes as long as running all scenarios four
// times, a minute or less.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareGas, gasPage, type Mode, runScenarios } from '../packages/lab/src/index.ts'

const page = join(import.meta.dirname, '../docs/gas.md')
const compare = async (mode: Mode) =>
  compareGas(await runScenarios('poco@6.1.0', mode), await runScenarios('builtin', mode))
const text = gasPage({ native: await compare('native'), token: await compare('token') })

if (!process.argv.includes('--check')) writeFileSync(page, text)
else if (readFileSync(page, 'utf8') !== text) {
  console.error(
    'docs/gas.md is not current. Run "node scripts/gas-page.ts" and look at what changed.',
  )
  process.exitCode = 1
}
