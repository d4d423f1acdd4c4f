import { type Command, Help, type Option } from 'commander'

/** A word that may come next, and what it means. */
export interface Suggestion {
  /** The word. */
  word: string
  /** What it means, in a line; empty for a value. */
  meaning: string
}

/**
 * What may stand in the place of the last of `words`: commands of a group, options, values of an
 * option or an argument that has a choice. None where anything may stand, such as a file.
 */
export function suggestions(program: Command, words: readonly string[]): Suggestion[] {
  const last = words.at(-1) ?? ''
  const { command, place, option } = readWords(program, words.slice(0, -1))
  if (option) return choices(option.argChoices)
  if (last.startsWith('-')) return optionsOf(command)
  const below = new Help().visibleCommands(command).filter((one) => one.name() !== 'help')
  if (below.length > 0)
    return below.map((one) => ({ word: one.name(), meaning: one.description() }))
  const { registeredArguments } = command
  const argument = registeredArguments[place] ?? registeredArguments.findLast((a) => a.variadic)
  return choices(argument?.argChoices)
}

interface Read {
  /** The innermost command that the words name. */
  command: Command
  /** How many of its arguments stand already. */
  place: number
  /** An option that waits for its value. */
  option?: Option | undefined
}

function readWords(program: Command, words: readonly string[]): Read {
  let read: Read = { command: program, place: 0 }
  for (const word of words) {
    if (read.option) read = { ...read, option: undefined }
    else if (word.startsWith('-')) read.option = withValue(read.command, word)
    else {
      const next = read.command.commands.find((one) => one.name() === word)
      read = next ? { command: next, place: 0 } : { ...read, place: read.place + 1 }
    }
  }
  return read
}

const withValue = (command: Command, word: string): Option | undefined =>
  command.options.find(
    (option) =>
      (option.long === word || option.short === word) && (option.required || option.optional),
  )

const optionsOf = (command: Command): Suggestion[] =>
  new Help()
    .visibleOptions(command)
    .map(({ long, short, description }) => ({ word: long ?? short ?? '', meaning: description }))

const choices = (words: readonly string[] = []): Suggestion[] =>
  words.map((word) => ({ word, meaning: '' }))
