import { ask, SimError } from '@iexec-sim/base'
import { Command } from 'commander'
import { networkCommand } from '../../network-command.ts'
import { type NetworkOptions, networkOf } from '../../options.ts'
import { printJson, printLine } from '../../terminal/output.ts'
import { durationMs } from './duration.ts'

/** An order to the clock. */
type Order = { advanceMs: number } | { setMs: number } | { freeze: boolean }

/** `iexec-sim time`: the one clock of the whole network. */
export function timeCommand(): Command {
  const advance = networkCommand(
    'advance',
    'move time forward; deadlines, orders and timers follow',
  )
    .argument('<duration>', 'such as 90s, 50m, 3h, 7d')
    .addHelpText('after', '\nExample:\n  iexec-sim time advance 50m')
    .action((text: string, options: NetworkOptions) =>
      tell(
        options,
        { advanceMs: durationMs(text, '<duration>') },
        { option: '<duration>', value: text },
      ),
    )
  const set = networkCommand('set', 'move time to a moment to come')
    .argument('<moment>', 'ISO 8601, such as 2030-01-31T12:00:00Z')
    .addHelpText('after', '\nExample:\n  iexec-sim time set 2030-01-31T12:00:00Z')
    .action((text: string, options: NetworkOptions) =>
      tell(options, { setMs: momentMs(text) }, { option: '<moment>', value: text }),
    )
  const freeze = networkCommand('freeze', 'stop time; it still can be moved')
    .addHelpText('after', '\nExample:\n  iexec-sim time freeze')
    .action((options: NetworkOptions) => tell(options, { freeze: true }))
  const resume = networkCommand('resume', 'let time run on from where it stands')
    .addHelpText('after', '\nExample:\n  iexec-sim time resume')
    .action((options: NetworkOptions) => tell(options, { freeze: false }))
  const time = new Command('time')
  for (const command of [advance, set, freeze, resume]) time.addCommand(command)
  return time
}

/** The option as the user wrote it. */
interface Asked {
  option: string
  value: string
}

async function tell(options: NetworkOptions, order: Order, asked?: Asked): Promise<void> {
  const { sheet, controlToken } = networkOf(options)
  const response = await ask(`${sheet.control}/time`, {
    json: order,
    authorization: `Bearer ${controlToken}`,
    accept: asked ? [400] : [],
  })
  const answer = (await response.json()) as { now: string; frozen: boolean; error?: string }
  if (!response.ok)
    throw new SimError('BAD_OPTION', { ...asked!, reason: reasonOf(answer.error ?? '') })
  if (options.json) return printJson({ now: answer.now, frozen: answer.frozen })
  printLine(
    `It is ${answer.now} now${answer.frozen ? ', and stays so until "iexec-sim time resume"' : ''}.`,
  )
}

/** The control door's sentence as the end of another: without its capital and full stop. */
const reasonOf = (sentence: string): string =>
  sentence.replace(/^Cannot/, 'cannot').replace(/\.$/, '')

const MOMENT = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/

function momentMs(text: string): number {
  const day = MOMENT.exec(text)?.[1]
  const ms = Date.parse(text)
  // Date reads an impossible day, such as 30 February, as a later one.
  if (day === undefined || Number.isNaN(ms) || new Date(day).toISOString().slice(0, 10) !== day)
    throw new SimError('BAD_OPTION', {
      option: '<moment>',
      value: text,
      reason: 'not an ISO 8601 time with a time zone, such as 2030-01-31T12:00:00Z',
    })
  return ms
}
