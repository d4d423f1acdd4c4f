import { Argument, Command } from 'commander'
import type { CommandEntry } from '../../command-entry.ts'
import { printLine } from '../../terminal/output.ts'
import { SCRIPTS, SHELLS, type Shell } from './scripts.ts'
import { suggestions } from './suggestions.ts'

/** `iexec-sim completion SHELL`: prints what makes a shell complete commands and options. */
export function completionCommand(): Command {
  return new Command('completion')
    .description('print a script that makes a shell complete commands, options and their values')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .addHelpText(
      'after',
      `\nExample:\n  echo 'source <(iexec-sim completion bash)' >> ~/.bashrc\n  echo 'source <(iexec-sim completion zsh)' >> ~/.zshrc\n  iexec-sim completion fish > ~/.config/fish/completions/iexec-sim.fish`,
    )
    .action((shell: Shell) => {
      process.stdout.write(SCRIPTS[shell])
    })
}

/** `iexec-sim complete -- WORDS…`: what may stand for the last of the words; the scripts ask it. */
export function completeCommand(commands: Readonly<Record<string, CommandEntry>>): Command {
  return new Command('complete')
    .usage('-- [words...]')
    .argument('[words...]', 'the words typed so far, the last one maybe empty')
    .action(async (words: string[]) => {
      for (const { word, meaning } of suggestions(await programFor(words, commands), words))
        printLine(meaning === '' ? word : `${word}\t${meaning}`)
    })
}

/** The program with the options of the one command that words are about. */
async function programFor(
  words: readonly string[],
  commands: Readonly<Record<string, CommandEntry>>,
): Promise<Command> {
  const program = new Command('iexec-sim')
  for (const [name, { description, isHidden = false, load }] of Object.entries(commands))
    program.addCommand(
      (name === words[0] ? await load() : new Command(name)).description(description),
      { hidden: isHidden },
    )
  return program
}
