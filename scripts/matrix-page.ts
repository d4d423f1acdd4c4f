// Writes docs/matrix.md from the schema of a matrix. With --check it writes nothing and fails when
// the page is not current.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MATRIX } from '../packages/matrix/src/matrix-schema.ts'
import { keyTable } from './lib/key-table.ts'

const page = join(import.meta.dirname, '../docs/matrix.md')
const prose = readFileSync(join(import.meta.dirname, 'lib/matrix-page.md'), 'utf8')
const text = prose.replace('{{keys}}', keyTable(MATRIX))

if (!process.argv.includes('--check')) writeFileSync(page, text)
else if (readFileSync(page, 'utf8') !== text) {
  console.error('docs/matrix.md is not current. Run "node scripts/matrix-page.ts".')
  process.exitCode = 1
}
