// Writes docs/rpc.md from the table of the chain's methods. With --check it writes nothing and
// fails when the page is not current.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { markdownTable } from '../packages/base/src/markdown-table.ts'
import { METHODS } from '../packages/chain/src/rpc/methods.ts'
import { writtenPage } from './lib/written-page.ts'

const PROSE = readFileSync(join(import.meta.dirname, 'lib/rpc-page.md'), 'utf8')

const text = PROSE.replace('{{answered}}', answered()).replace('{{refused}}', refused())

writtenPage('docs/rpc.md', text, 'rpc-page.ts')

function answered(): string {
  const rows = METHODS.flatMap((row) =>
    row.by === 'none' ? [] : [[`\`${row.name}\``, row.by, `${row.purpose}.`, row.askedBy]],
  )
  return markdownTable(['method', 'by', 'what for', 'asked by'], rows)
}

function refused(): string {
  const rows = METHODS.flatMap((row) =>
    row.by === 'none' ? [[`\`${row.name}\``, `${row.purpose}.`, `${row.why}.`, row.askedBy]] : [],
  )
  return markdownTable(['method', 'what for', 'why not', 'asked by'], rows)
}
