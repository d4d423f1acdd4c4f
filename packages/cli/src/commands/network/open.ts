import type { Command } from 'commander'
import { networkCommand } from '../../network-command.ts'
import { type NetworkOptions, networkOf } from '../../options.ts'
import { openBrowser } from '../../terminal/open-browser.ts'
import { printJson, printLine } from '../../terminal/output.ts'
import { explorerLink } from './explorer-link.ts'

/** `iexec-sim open`: opens the explorer in a browser, with a session. */
export function openCommand(): Command {
  return networkCommand('open')
    .option('--print', 'print the address instead; it opens a session once')
    .addHelpText('after', '\nExample:\n  iexec-sim open --print')
    .action(async (options: NetworkOptions & { print?: true }) => {
      const network = networkOf(options)
      // An address that a browser is started with is in the list of processes, and soon worthless.
      const url = await explorerLink(network, { lasting: options.print ?? false })
      if (options.json) return printJson({ url })
      if (options.print) return printLine(url)
      await openBrowser(url)
      printLine(`Opened ${network.sheet.explorer} in your browser.`)
    })
}
