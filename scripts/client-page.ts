// Holds the table of commands in docs/official-client.md against what the tests of the official
// clients did.
//   node scripts/client-page.ts RECORD [MAJORS] RECORD is the file that IEXEC_SIM_CLIENT_RECORD
//                                                 named in the test run, MAJORS is 8, 9 or 8,9
// A command that "works" must have succeeded with that client; a command that was run, or that a
// client has, must be in the table.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

type Major = '8' | '9'

const root = fileURLToPath(new URL('..', import.meta.url))
const [file, majors = '8,9'] = process.argv.slice(2)
const asked = majors.split(',') as Major[]
if (!file) throw new Error('client-page: name the record of a test run.')

const table = readTable(readFileSync(`${root}docs/official-client.md`, 'utf8'))
const succeeded = readRecord(readFileSync(file, 'utf8'))
const problems = [
  ...asked
    .flatMap((major) => commandsOf(major).filter((command) => !table.has(command)))
    .map((command) => `"${command}" is a command of a client, and not in the table`),
  ...[...table].flatMap(([command, states]) =>
    asked
      .filter((major) => states[major] === 'works' && !succeeded.has(`${major} ${command}`))
      .map(
        (major) =>
          `"${command}" is said to work with client ${major}, and no test has run it successfully`,
      ),
  ),
]
for (const problem of problems) console.error(`client-page: ${problem}`)
process.exitCode = problems.length === 0 ? 0 : 1

/** States by command. */
function readTable(page: string): Map<string, Record<Major, string>> {
  const rows = page.split('\n').flatMap((line) => {
    const [, command, eight, nine] = /^\| `([^`]+)`\s*\|\s*(\S+)\s*\|\s*(\S+)\s*\|/.exec(line) ?? []
    return command ? [[command, { 8: eight!, 9: nine! }] as const] : []
  })
  return new Map(rows)
}

/** `<major> <command>` of everything that succeeded at least once. */
function readRecord(text: string): Set<string> {
  const records = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { major: number; command: string; ok: boolean })
  return new Set(records.filter(({ ok }) => ok).map(({ major, command }) => `${major} ${command}`))
}

/** The commands a client has, read from its command line's source. */
function commandsOf(major: Major): string[] {
  const dir = `${root}test/node_modules/iexec${major}/dist/esm/cli/cmd/`
  return readdirSync(dir).flatMap((name) => {
    const group = /^iexec-(.+)\.js$/.exec(name)?.[1]
    const found = readFileSync(dir + name, 'utf8').matchAll(
      /\.command\(\s*['"]([\w-]+)[^'"]*['"]\s*(,\s*['"])?/g,
    )
    return [...found].flatMap(([, command, isGroup]) =>
      group ? [`${group} ${command}`] : isGroup ? [] : [command!],
    )
  })
}
