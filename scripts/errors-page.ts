// Writes docs/errors.md from the error table. With --check it writes nothing and fails when the
// page is not current.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ErrorEntry } from '../packages/base/src/errors/table.ts'
import { writtenPage } from './lib/written-page.ts'

const root = join(import.meta.dirname, '..')
const tables = join(root, 'packages/base/src/errors')
const NOT_TABLES = ['table.ts', 'sim-error.ts']

const text = `# Errors

Every error iexec-sim throws on purpose. A command prints its message and, below it, the help; with \`--json\` it prints both and the
code on standard error. Words in braces are filled with the value that was wrong. This page is made by \`node scripts/errors-page.ts\`.
${(await Promise.all(domains().map(section))).join('')}`

writtenPage('docs/errors.md', text, 'errors-page.ts')

function domains(): string[] {
  return readdirSync(tables)
    .filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !NOT_TABLES.includes(file),
    )
    .sort()
}

async function section(file: string): Promise<string> {
  const [entries = {}] = Object.values(
    (await import(join(tables, file))) as Record<string, Record<string, ErrorEntry>>,
  )
  const rows = Object.entries(entries).map(
    ([code, { message, help }]) => `\n### ${code}\n\n${plain(message)}\n\n> ${plain(help)}\n`,
  )
  return rows.length === 0 ? '' : `\n## ${file.replace(/\.ts$/, '')}\n${rows.join('')}`
}

/** Characters that Markdown would read as its own. */
function plain(sentence: string): string {
  return sentence.replace(/[<>|*_]/g, (character) => `\\${character}`)
}
