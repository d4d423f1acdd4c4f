import shellCompletion from '@bomb.sh/tab'
import ofProgram from '@bomb.sh/tab/commander'
import { Argument, Command } from 'commander'
import type { CommandEntry } from '../../command-entry.ts'
import { BASH_SCRIPT } from './bash-script.ts'

const NAME = 'iexec-sim'

/** `iexec-sim completion SHELL`: prints what makes a shell complete commands and options. */
export function completionCommand(): Command {
  return new Command('completion')
    .description('print a script that makes a shell complete commands, options and their values')
    .addArgument(new Argument('<shell>', 'your shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      `\nExample:\n  echo 'source <(${NAME} completion bash)' >> ~/.bashrc\n  echo 'source <(${NAME} completion zsh)' >> ~/.zshrc\n  ${NAME} completion fish > ~/.config/fish/completions/${NAME}.fish`,
    )
    .action((shell: string) => {
      if (shell === 'bash') process.stdout.write(BASH_SCRIPT)
      else shellCompletion.setup(NAME, NAME, shell)
    })
}

/** `iexec-sim complete -- WORDS…`: what may follow words; the scripts ask it. */
export function completeCommand(commands: Readonly<Record<string, CommandEntry>>): Command {
  return new Command('complete')
    .usage('-- [words...]')
    .argument('[words...]', 'the words typed so far, the last one maybe empty')
    .action(async (words: string[]) => {
      ofProgram(await programFor(words, commands), { completionCommandName: 'completion' }).parse(
        words,
      )
    })
}

/** The program with the options of the one command that words are about. */
async function programFor(
  words: readonly string[],
  commands: Readonly<Record<string, CommandEntry>>,
): Promise<Command> {
  const program = new Command(NAME)
  for (const [name, { description, isHidden, load }] of Object.entries(commands)) {
    if (isHidden || name === 'completion') continue
    program.addCommand(
      (words.includes(name) ? await load() : new Command(name)).description(description),
    )
  }
  return program
}
