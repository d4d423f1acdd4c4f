// Writes docs/commands.md from the definitions of the commands. With --check it writes nothing and
// fails when the page is not current.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { markdownTable } from '../packages/base/src/markdown-table.ts'
import type { CommandEntry } from '../packages/cli/src/command-entry.ts'
import { commands } from '../packages/cli/src/commands.ts'
import { markdownText } from './lib/markdown-text.ts'
import { writtenPage } from './lib/written-page.ts'

type Command = Awaited<ReturnType<CommandEntry['load']>>

/** Languages of what follows a heading in the help; text of any other heading is of none. */
const LANGUAGES: Readonly<Record<string, string>> = {
  'Example:': 'sh not-run: an example of the help',
  'Examples:': 'sh not-run: examples of the help',
  'Example of a file:': 'yaml',
}

const sections: string[] = []
for (const [name, { description, load, isHidden }] of Object.entries(commands))
  if (!isHidden) add(await load(), [name], description)
const prose = readFileSync(join(import.meta.dirname, 'lib/commands-page.md'), 'utf8')
writtenPage('docs/commands.md', `${prose}\n${sections.join('\n')}`, 'commands-page.ts')

function add(command: Command, path: readonly string[], description: string): void {
  const help = command.createHelp()
  const level = '#'.repeat(path.length + 1)
  const isGroup = command.commands.length > 0
  sections.push(`${level} ${path.join(' ')}\n`, `${sentence(description)}\n`)
  if (!isGroup)
    sections.push(
      `\`\`\`text\niexec-sim ${path
        .slice(0, -1)
        .map((part) => `${part} `)
        .join('')}${help.subcommandTerm(command)}\n\`\`\`\n`,
    )
  const parameters = command.registeredArguments.map((argument) => [
    `\`${argument.name()}\``,
    markdownText(help.argumentDescription(argument)),
  ])
  if (parameters.some(([, text]) => text))
    sections.push(`${markdownTable(['argument', 'meaning'], parameters)}\n`)
  const options = command.options.map((option) => [
    `\`${option.flags}\``,
    markdownText(help.optionDescription(option)),
  ])
  if (options.length > 0) sections.push(`${markdownTable(['option', 'meaning'], options)}\n`)
  sections.push(...afterText(command))
  for (const child of command.commands) add(child, [...path, child.name()], child.description())
}

/** Notes and examples that the help has below the options. */
function afterText(command: Command): string[] {
  let printed = ''
  command.configureOutput({ writeOut: (text) => (printed += text), getOutHelpWidth: () => 80 })
  command.outputHelp()
  const after = printed.slice(command.helpInformation().length).trim()
  return after === '' ? [] : after.split(/\n{2,}/).map(block)
}

function block(text: string): string {
  const [head = '', ...rest] = text.split('\n')
  if (!head.endsWith(':') || !rest.every((line) => line.startsWith('  ')))
    return `${markdownText(text)}\n`
  const lines = rest.map((line) => line.slice(2)).join('\n')
  return `${head}\n\n\`\`\`${LANGUAGES[head] ?? 'text'}\n${lines}\n\`\`\`\n`
}

function sentence(text: string): string {
  return text === '' ? '' : `${markdownText(text[0]!.toUpperCase() + text.slice(1))}.`
}
