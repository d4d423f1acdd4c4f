import { fileFailure, SimError } from '@iexec-sim/base'
import { VERSION } from '@iexec-sim/client'
import { Command, CommanderError } from 'commander'
import { accountsCommand } from './commands/accounts.ts'
import { appCommand } from './commands/app.ts'
import { checkDeterminismCommand } from './commands/check-determinism.ts'
import { configCommand } from './commands/config.ts'
import { doctorCommand } from './commands/doctor.ts'
import { downCommand } from './commands/down.ts'
import { execCommand } from './commands/exec.ts'
import { faucetCommand } from './commands/faucet.ts'
import { faultCommand } from './commands/fault.ts'
import { labCommand } from './commands/lab.ts'
import { bundleCommand, matrixCommand } from './commands/matrix.ts'
import { misbehaveCommand } from './commands/misbehave.ts'
import { runCommand } from './commands/run.ts'
import { secretCommand } from './commands/secret.ts'
import { snapshotCommand } from './commands/snapshot.ts'
import { statusCommand } from './commands/status.ts'
import { taskCommand } from './commands/task.ts'
import { timeCommand } from './commands/time.ts'
import { upCommand } from './commands/up.ts'
import { EXIT, Exit } from './exit-codes.ts'

/** Runs the command line and answers its exit code. */
export async function run(argv: readonly string[]): Promise<number> {
  const program = new Command('iexec-sim')
    .description('The whole iExec network on one machine, offline.')
    .version(VERSION)
    .showHelpAfterError('(add --help for the options and an example)')
    .enablePositionalOptions()
    .exitOverride()
  for (const make of [
    upCommand,
    downCommand,
    statusCommand,
    runCommand,
    secretCommand,
    appCommand,
    taskCommand,
    configCommand,
    accountsCommand,
    faucetCommand,
    execCommand,
    timeCommand,
    snapshotCommand,
    checkDeterminismCommand,
    matrixCommand,
    bundleCommand,
    misbehaveCommand,
    faultCommand,
    labCommand,
    doctorCommand,
  ])
    program.addCommand(make())
  overrideExits(program)
  try {
    await program.parseAsync([...argv])
    return EXIT.success
  } catch (error) {
    return report(error, argv.includes('--json'))
  }
}

function overrideExits(command: Command): void {
  for (const child of command.commands) {
    child.exitOverride().showHelpAfterError('(add --help for the options and an example)')
    overrideExits(child)
  }
}

/** Says what went wrong on standard error, in one sentence with its remedy, or as JSON. */
function report(thrown: unknown, json: boolean): number {
  const error = fileFailure(thrown)
  if (error instanceof Exit) return error.code
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.success : EXIT.usage
  const known = error instanceof SimError
  const { message } = error as Error
  if (json)
    process.stderr.write(
      `${JSON.stringify({ error: { code: known ? error.code : 'UNEXPECTED', message, help: known ? error.help : undefined } })}\n`,
    )
  else
    process.stderr.write(
      known
        ? `Error: ${message}\n  ${error.help}\n`
        : `Error: ${message}\n${process.env.DEBUG ? (error as Error).stack : '  Set DEBUG=1 for the stack.'}\n`,
    )
  if (!known) return EXIT.failure
  if (error.code === 'NOT_RUNNING') return EXIT.notRunning
  return USAGE_CODES.has(error.code) ? EXIT.usage : EXIT.failure
}

const USAGE_CODES = new Set<string>([
  'BAD_ADDRESS',
  'BAD_BYTES32',
  'BAD_TAG',
  'BAD_SECRET_MAPPING',
  'BAD_OPTION',
  'FRAMEWORK_NOT_SERVED',
  'BAD_CHAIN_JSON',
  'PROTOCOL_UNKNOWN',
  'PROTOCOL_FOLDER_EMPTY',
  'PROTOCOL_FOLDER_LAYOUT',
  'PROTOCOL_HALF_BUILT',
  'PROTOCOL_LACKS_FUNCTION',
  'CONTRACT_TOO_LARGE',
  'BAKE_FAILED',
  'SCENARIO_UNKNOWN',
  'MISBEHAVIOUR_MALFORMED',
  'MISBEHAVIOUR_UNKNOWN',
  'ACTOR_UNKNOWN',
  'FAULT_NAME_UNKNOWN',
  'FAULT_MALFORMED',
  'FAULT_NOT_THERE',
  'FAULT_FILE',
  'EXPECTATIONS_INVALID',
  'REFUSED',
  'FILE_EXISTS',
  'FILE_UNREADABLE',
  'FILE_UNWRITABLE',
  'MATRIX_UNREADABLE',
  'MATRIX_INVALID',
  'BUNDLE_SECRET',
  'MATRIX_SECRET_UNSET',
  'SDK_NOT_INSTALLED',
  'BUNDLE_CORRUPT',
  'BUNDLE_FORMAT',
])
