import type { Command } from 'commander'
import { networkCommand } from '../../network-command.ts'
import type { NetworkOptions } from '../../options.ts'
import { printJson, printLine } from '../../terminal/output.ts'
import { hostEnvironment } from './host-environment.ts'
import { runningSheets } from './running-sheets.ts'

const NOTES = `
Node.js programs started with these variables reach this network under the host names that official
packages have built in (fetch, http, https, undici, WebSocket). Hosts of iExec's real networks that
lead nowhere are refused, so that no test ever reaches them. Other programs: iexec-sim proxy.

Example:
  eval "$(iexec-sim env)"
  npx iapp run 0x…
  unset NODE_OPTIONS IEXEC_SIM_HOST_MAP    # and back`

/** `iexec-sim env`: variables for a shell, in the form that every POSIX shell reads. */
export function envCommand(): Command {
  return networkCommand('env')
    .addHelpText('after', NOTES)
    .action((options: NetworkOptions) => {
      const variables = hostEnvironment(runningSheets(options))
      if (options.json) return printJson(variables)
      for (const [name, value] of Object.entries(variables))
        printLine(`export ${name}=${quoted(value)}`)
    })
}

/** A value as one word of a POSIX shell. */
const quoted = (value: string): string => `'${value.replaceAll("'", "'\\''")}'`
