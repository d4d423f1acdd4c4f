// Writes docs/fixture-api.md from the sources of the package for tests. With --check it writes
// nothing and fails when the page is not current.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Declaration, type Documented, declarationsIn, passedOn } from './lib/declarations.ts'
import { markdownText } from './lib/markdown-text.ts'
import { writtenPage } from './lib/written-page.ts'

const source = join(import.meta.dirname, '../packages/testing/src')
const prose = readFileSync(join(import.meta.dirname, 'lib/fixture-page.md'), 'utf8')
const all = new Map(
  globSync('*.ts', { cwd: source }).flatMap((file) => [...declarationsIn(join(source, file))]),
)
const main = withMentioned(passedOn(join(source, 'index.ts')).map(({ name }) => name))
const sections = [
  ...main.map(section),
  `## @iexec-sim/testing/vitest\n\n${list([...declarationsIn(join(source, 'vitest.ts')).values()].map(({ name, doc }) => ({ signature: `${name}: TestNetwork`, doc })))}`,
  `## @iexec-sim/testing/pool\n\n${sentences(all.get('setup')!.doc)}\n`,
]
writtenPage('docs/fixture-api.md', `${prose}\n${sections.join('\n')}`, 'fixture-page.ts')

/** Exports, and the package's own types that their signatures mention. */
function withMentioned(names: readonly string[]): Declaration[] {
  const found = new Set(names)
  for (const name of found)
    for (const { signature } of ownAndMembers(all.get(name)!))
      for (const [word] of signature.matchAll(/\b[A-Z]\w+/g))
        if (all.get(word)?.kind === 'interface') found.add(word)
  return [...found].map((name) => all.get(name)!)
}

function section({ name, kind, doc, signature, members }: Declaration): string {
  const own = /function|type/.test(kind) ? `\`\`\`text\n${signature}\n\`\`\`\n\n` : ''
  return `## ${name}\n\n${sentences(doc)}\n\n${own}${list(members)}`
}

/** What is shown of a declaration: its members, or itself where it has none. */
function ownAndMembers({ kind, members, ...own }: Declaration): readonly Documented[] {
  return /function|type/.test(kind) ? [own] : members
}

function list(members: readonly Documented[]): string {
  return members
    .map(({ signature, doc }) => `- \`${signature}\`${doc ? `  \n  ${sentences(doc)}` : ''}\n`)
    .join('')
}

/** A doc comment as prose. */
function sentences(doc: string): string {
  return doc
    .split(/(`[^`]*`|\{@link \w+\})/)
    .map((part) => part.replace(/^\{@link (\w+)\}$/, '`$1`'))
    .map((part) => (part.startsWith('`') ? part : markdownText(part)))
    .join('')
    .replace(/ ?@default (.+?)\.?$/, ' Default: $1.')
    .replace(/ ?@returns? /, ' Returns ')
    .replace(/ ?@param (\w+) /g, ' `$1`: ')
    .trim()
}
