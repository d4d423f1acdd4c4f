import { fileFailure, isUsageError, SimError } from '@iexec-sim/base'
import { VERSION } from '@iexec-sim/client'
import { Command, CommanderError, Help } from 'commander'
import { commands } from './commands.ts'
import { EXIT, Exit } from './terminal/exit-codes.ts'

const HELP_HINT = '(add --help for the options and an example)'

/** Runs the command line and returns its exit code. */
export async function run(argv: readonly string[]): Promise<number> {
  const program = new Command('iexec-sim')
    .description('The whole iExec network on one machine, offline.')
    .version(VERSION)
    .enablePositionalOptions()
    .configureHelp({ subcommandTerm: termOf })
  const wanted = wantedCommand(argv.slice(2))
  try {
    for (const [name, { description, isHidden = false, load }] of Object.entries(commands))
      program.addCommand(
        (name === wanted ? await load() : new Command(name)).description(description),
        { hidden: isHidden },
      )
    overrideExits(program)
    await program.parseAsync([...argv])
    return EXIT.success
  } catch (error) {
    return report(error, argv.includes('--json'))
  }
}

/** A command, its options and its arguments in the help of the program, where it is not loaded. */
function termOf(command: Command): string {
  const usage = commands[command.name()]?.usage
  return usage ? `${command.name()} ${usage}` : new Help().subcommandTerm(command)
}

/** The command that arguments name, also as `help <command>`. */
function wantedCommand(args: readonly string[]): string | undefined {
  const [first, ...rest] = args.filter((arg) => !arg.startsWith('-'))
  return first === 'help' ? rest[0] : first
}

function overrideExits(command: Command): void {
  command.exitOverride().showHelpAfterError(HELP_HINT)
  for (const child of command.commands) overrideExits(child)
}

/**
 * Prints an error on standard error, as a sentence with its fix or as JSON, and returns the exit
 * code.
 */
function report(thrown: unknown, json: boolean): number {
  const error = fileFailure(thrown)
  if (error instanceof Exit) return error.code
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.success : EXIT.usage
  process.stderr.write(json ? `${JSON.stringify({ error: asJson(error) })}\n` : asText(error))
  if (!(error instanceof SimError)) return EXIT.failure
  if (error.code === 'NOT_RUNNING') return EXIT.notRunning
  return isUsageError(error.code) ? EXIT.usage : EXIT.failure
}

function asJson(error: unknown): { code: string; message: string; help: string | undefined } {
  if (error instanceof SimError)
    return { code: error.code, message: error.message, help: error.help }
  return { code: 'UNEXPECTED', message: (error as Error).message, help: undefined }
}

function asText(error: unknown): string {
  if (error instanceof SimError) return `Error: ${error.message}\n  ${error.help}\n`
  const { message, stack } = error as Error
  return `Error: ${message}\n${process.env.DEBUG ? stack : '  Set DEBUG=1 for the stack.'}\n`
}
