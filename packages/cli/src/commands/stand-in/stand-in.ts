import { textColumns } from '@iexec-sim/base'
import { listStandIns, type StandInCall, standInCalls } from '@iexec-sim/client'
import { Command } from 'commander'
import { networkCommand } from '../../network-command.ts'
import { type NetworkOptions, networkOf } from '../../options.ts'
import { printable, printJson, printLine } from '../../terminal/output.ts'

/** `iexec-sim stand-in`: the stand-ins of a running network and the calls of its tasks. */
export function standInCommand(): Command {
  const list = networkCommand('list', 'show the outside hosts that tasks can reach')
    .addHelpText('after', '\nExample:\n  iexec-sim stand-in list --json')
    .action(async (options: NetworkOptions) => {
      const standIns = await listStandIns(networkOf(options))
      if (options.json) return printJson({ standIns })
      const rows = standIns.map(({ host, image, calls }): [string, string] => [
        host,
        calls === undefined ? image : `${image}  ${calls} calls`,
      ])
      for (const line of textColumns(rows)) printLine(line)
    })
  const calls = networkCommand('calls', 'show what tasks sent to a host, keys and bodies included')
    .argument('<host>', 'a host of "stand-in list" whose calls are recorded')
    .addHelpText('after', '\nExample:\n  iexec-sim stand-in calls api.mailjet.com --json')
    .action(async (host: string, options: NetworkOptions) => {
      const recorded = await standInCalls(networkOf(options), host)
      if (options.json) return printJson({ calls: recorded })
      if (recorded.length === 0) printLine(`No task has called ${host}.`)
      for (const call of recorded) printLine(printable(callText(call)))
    })
  const standIn = new Command('stand-in')
  for (const command of [list, calls]) standIn.addCommand(command)
  return standIn
}

function callText({ at, method, path, status, body, bodyBase64 }: StandInCall): string {
  const sent = body ?? (bodyBase64 === undefined ? '' : `${bodyBase64.length} characters of base64`)
  return `${at}  ${method} ${path}  ${status}${sent === '' ? '' : `\n  ${sent}`}`
}
