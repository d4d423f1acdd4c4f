import { SimError } from '@iexec-sim/base'
import type { MisbehaviourScope } from '@iexec-sim/faults'
import { dealId, taskId } from '@iexec-sim/protocol/ids'
import { Command, Option } from 'commander'
import { networkCommand } from '../../network-command.ts'
import { type NetworkOptions, networkOf } from '../../options.ts'
import { printJson, printLine } from '../../terminal/output.ts'
import { MisbehaviourClient, type MisbehaviourList, misbehaviourText } from './misbehaviours.ts'

interface ScopeOptions extends NetworkOptions {
  task?: string
  deal?: string
}

/** `iexec-sim misbehave`: deliberate misbehaviour in a running network. */
export function misbehaveCommand(): Command {
  const add = networkCommand(
    'add',
    'make an actor misbehave from now on; a task overrides its deal, a deal overrides every task',
  )
    .argument('<actor=how...>', 'such as worker-1=wrong-digest or scheduler=never-finalizes')
    .addOption(taskOption())
    .addOption(dealOption())
    .addHelpText('after', '\nExample:\n  iexec-sim misbehave add worker-1=never-reveals --deal 0x…')
    .action(async (texts: string[], options: ScopeOptions) => {
      const client = new MisbehaviourClient(networkOf(options))
      const [scope, entries] = [scopeOf(options), client.read(texts)]
      for (const entry of entries) await client.add({ ...entry, ...scope })
      show(await client.list(), options)
    })
  const list = networkCommand('list', 'show who misbehaves, and in which tasks')
    .addHelpText('after', '\nExample:\n  iexec-sim misbehave list --json')
    .action(async (options: NetworkOptions) =>
      show(await new MisbehaviourClient(networkOf(options)).list(), options),
    )
  const clear = networkCommand(
    'clear',
    'make all actors honest again, or only for one deal or task',
  )
    .addOption(taskOption())
    .addOption(dealOption())
    .addHelpText('after', '\nExample:\n  iexec-sim misbehave clear')
    .action(async (options: ScopeOptions) =>
      show(await new MisbehaviourClient(networkOf(options)).clear(scopeOf(options)), options),
    )
  const misbehave = new Command('misbehave')
  for (const command of [add, list, clear]) misbehave.addCommand(command)
  return misbehave
}
const taskOption = () => new Option('--task <taskid>', 'only in this task')
const dealOption = () =>
  new Option('--deal <dealid>', 'only in the tasks of this deal; it need not be matched yet')

function scopeOf({ task, deal }: ScopeOptions): MisbehaviourScope {
  if (task !== undefined && deal !== undefined)
    throw new SimError('BAD_OPTION', {
      option: '--deal',
      value: deal,
      reason: '--task already names the task',
    })
  return {
    ...(task === undefined ? {} : { task: taskId(task) }),
    ...(deal === undefined ? {} : { deal: dealId(deal) }),
  }
}

function show(list: MisbehaviourList, { json }: NetworkOptions): void {
  if (json) printJson(list)
  else if (list.entries.length === 0) printLine('All actors are honest.')
  else for (const entry of list.entries) printLine(misbehaviourText(entry))
}
