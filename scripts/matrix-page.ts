// Writes docs/matrix.md from the schema of a matrix. With --check it writes nothing and fails when
// the page is not current.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MATRIX } from '../packages/matrix/src/matrix-schema.ts'
import { keyTable } from './lib/key-table.ts'
import { writtenPage } from './lib/written-page.ts'

const prose = readFileSync(join(import.meta.dirname, 'lib/matrix-page.md'), 'utf8')
const text = prose.replace('{{keys}}', keyTable(MATRIX))

writtenPage('docs/matrix.md', text, 'matrix-page.ts')
