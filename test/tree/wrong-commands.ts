import type { CommandEntry } from '../../packages/cli/src/command-entry.ts'
import { commands } from '../../packages/cli/src/commands.ts'

type Command = Awaited<ReturnType<CommandEntry['load']>>

/** An id, or an address where a placeholder is as long as one. */
const ANY_ID = `0x${'1'.repeat(64)}`

/** What is wrong with the `iexec-sim` commands in a piece of shell. */
export async function wrongCommands(shell: string): Promise<string[]> {
  const wrong = commandsIn(shell).map(async (words) => {
    const problem = await wrongIn(words)
    return problem && `iexec-sim ${words.join(' ')}: ${problem}`
  })
  return (await Promise.all(wrong)).filter((problem) => problem !== undefined)
}

/** The words after each `iexec-sim`, to the end of the command. */
function commandsIn(shell: string): string[][] {
  const lines = shell.replaceAll('\\\n', ' ').split('\n')
  return lines.flatMap((line) => {
    const words = [
      ...line.matchAll(/"[^"]*"|'[^']*'|[|&;)]+|(?:^|\s)#.*|(?:[^\s"'|&;)]|"[^"]*"|'[^']*')+/g),
    ]
      .map(([word]) => word.trim())
      .filter((word) => !word.startsWith('#'))
    return words.flatMap((word, at) => {
      if (!/^("?\$\()?(\.\/)?iexec-sim$/.test(word)) return []
      const rest = words.slice(at + 1)
      const end = rest.findIndex((one) => /^([|&;)]|\d?>)/.test(one))
      return [(end < 0 ? rest : rest.slice(0, end)).map((one) => one.replace(/^["']|["']$/g, ''))]
    })
  })
}

async function wrongIn(words: readonly string[]): Promise<string | undefined> {
  const [name = '', ...rest] = words.map((word) => word.replace('0x…', ANY_ID))
  const entry = commands[name]
  if (!entry) return name === '' || name.startsWith('-') ? undefined : 'unknown command'
  let command = await entry.load()
  while (command.commands.length > 0) {
    const child = command.commands.find((one) => one.name() === rest[0])
    if (!child) return `unknown command ${rest[0]}`
    command = child
    rest.shift()
  }
  return problemOf(command, rest)
}

function problemOf(command: Command, words: readonly string[]): string | undefined {
  try {
    const { operands, unknown } = command.exitOverride().parseOptions([...words])
    const [stray] = unknown.filter((word) => word.startsWith('-') && word !== '--')
    if (stray && !words.includes('--')) return `unknown option ${stray}`
    const { registeredArguments: taken } = command
    const given = operands.length + unknown.length
    if (given < taken.filter(({ required }) => required).length) return 'an argument is missing'
    if (given > taken.length && !taken.at(-1)?.variadic) return 'too many arguments'
    const missing = command.options.find(
      (option) => option.mandatory && command.getOptionValue(option.attributeName()) === undefined,
    )
    return missing && `${missing.flags} is missing`
  } catch (error) {
    return (error as Error).message
  }
}
