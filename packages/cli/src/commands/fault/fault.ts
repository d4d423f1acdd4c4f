import { SimError, textColumns } from '@iexec-sim/base'
import { askControl, type RunningNetwork } from '@iexec-sim/client'
import { FAULT_TABLE, type FaultEntry, NEVER_TABLE } from '@iexec-sim/faults'
import { profiles } from '@iexec-sim/protocol/profiles'
import { Command } from 'commander'
import { networkCommand } from '../../network-command.ts'
import { jsonOption, type NetworkOptions, networkOf, profileOption } from '../../options.ts'
import { printJson, printLine } from '../../terminal/output.ts'
import { type FaultOptions, faultOf, faultText, readFaultFile } from './faults.ts'

interface FaultList {
  faults: FaultEntry[]
}

/** `iexec-sim fault`: deliberate faults. */
export function faultCommand(): Command {
  const fault = new Command('fault')
  for (const command of [
    addCommand(),
    loadCommand(),
    listCommand(),
    clearCommand(),
    tableCommand(),
  ])
    fault.addCommand(command)
  return fault
}

const EXAMPLES = `
Examples:
  iexec-sim fault add sms-scone --route "POST /tee/sessions" --status 503 --times 2
  iexec-sim fault add market --delay 3s --rate 0.2
  iexec-sim fault add gateway --route "/ipfs/*" --drop
  iexec-sim fault add chain --late 20s
  iexec-sim fault add chain --reorder 3 --times 1
  iexec-sim fault add worker --cause out-of-memory --times 1
  iexec-sim fault add worker-2 --cause CHAIN_UNREACHABLE --stage compute
  iexec-sim fault add workerpool --drift 2h`

function addCommand(): Command {
  return networkCommand('add', 'make something go wrong from now on')
    .argument(
      '<service>',
      'a service by the name of its port, chain, worker (any) or worker-1 and so on',
    )
    .option('--route <route>', 'only at this route, such as "POST /tee/sessions" or /tasks/:taskId')
    .option('--method <method>', 'only at this HTTP method')
    .option('--status <status>', 'return this HTTP status and do nothing')
    .option('--delay <duration>', 'delay the response, such as 500ms or 3s')
    .option('--drop', 'close the connection without a response')
    .option('--revert', 'chain: mine the transaction, which reverts')
    .option('--late <duration>', 'chain: mine the transaction so much later')
    .option('--reorder <n>', 'chain: hold n transactions, then mine the last first')
    .option(
      '--cause <cause>',
      'what a stage of a task fails with; "iexec-sim fault table" lists all',
    )
    .option('--stage <stage>', 'the stage that fails, where a cause can occur at several')
    .option('--task <taskid>', 'only in this task')
    .option('--deal <dealid>', 'only in the tasks of this deal; it need not be matched yet')
    .option('--drift <duration>', "put the service's clock ahead, or with -2h and the like back")
    .option('--rate <share>', 'strike at this share of the occasions, from 0 to 1')
    .option('--times <n>', 'strike so often, then be gone')
    .addHelpText('after', EXAMPLES)
    .action(async (service: string, options: FaultOptions & NetworkOptions) => {
      const fault = faultOf(service, options)
      show(await ask(networkOf(options), 'POST', fault), options)
    })
}

const loadCommand = () =>
  networkCommand('load', 'add the faults of a file: all of them, or none')
    .argument('<file>', 'JSON list of faults; see docs/faults.md')
    .addHelpText('after', '\nExample:\n  iexec-sim fault load faults.json')
    .action(async (file: string, options: NetworkOptions) =>
      show(await ask(networkOf(options), 'POST', readFaultFile(file)), options),
    )

const listCommand = () =>
  networkCommand('list', 'show what goes wrong, and how often it has')
    .addHelpText('after', '\nExample:\n  iexec-sim fault list --json')
    .action(async (options: NetworkOptions) => show(await ask(networkOf(options), 'GET'), options))

const clearCommand = () =>
  networkCommand('clear', 'take one fault back by its number, or all')
    .argument('[number]', 'as "fault list" shows it')
    .addHelpText('after', '\nExample:\n  iexec-sim fault clear 2')
    .action(async (number: string | undefined, options: NetworkOptions) => {
      if (number !== undefined && !/^[1-9]\d*$/.test(number))
        throw new SimError('BAD_OPTION', {
          option: '<number>',
          value: number,
          reason: 'not the number of a fault',
        })
      show(await ask(networkOf(options), 'DELETE', undefined, number), options)
    })

const tableCommand = () =>
  new Command('table')
    .description('show every cause a stage can fail with, where and why it occurs')
    .addOption(profileOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  iexec-sim fault table --profile arbitrum-sepolia')
    .action(({ profile = 'bellecour', json }: Pick<NetworkOptions, 'profile' | 'json'>) => {
      const { generation } = profiles[profile as keyof typeof profiles]
      const causes = FAULT_TABLE.filter((row) => (row.generation ?? generation) === generation)
      if (json) return printJson({ causes, never: NEVER_TABLE })
      const rows = causes.map(({ cause, stages, by, needs }) => [
        cause,
        `${stages.join(', ')}: ${by}${needs.length > 0 ? ` (${needs.join(', ')})` : ''}`,
      ])
      const never = NEVER_TABLE.map(({ cause, why }) => [cause, `never: ${why}`])
      for (const line of textColumns([...rows, ...never])) printLine(line)
    })

async function ask(
  network: RunningNetwork,
  method: string,
  body?: object,
  id?: string,
): Promise<FaultEntry[]> {
  const path = id === undefined ? '/faults' : `/faults?id=${id}`
  const answer = await askControl(network, method, path, body ? { body } : {})
  return ((await answer.json()) as FaultList).faults
}

function show(faults: FaultEntry[], { json }: NetworkOptions): void {
  if (json) printJson({ faults })
  else if (faults.length === 0) printLine('Nothing goes wrong on purpose.')
  else for (const fault of faults) printLine(faultText(fault))
}
