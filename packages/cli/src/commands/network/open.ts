import { spawn } from 'node:child_process'
import { SimError } from '@iexec-sim/base'
import type { Command } from 'commander'
import { networkCommand } from '../../network-command.ts'
import { type NetworkOptions, networkOf } from '../../options.ts'
import { printJson, printLine } from '../../terminal/output.ts'
import { explorerLink } from './explorer-link.ts'

/** Program that opens an address in the user's browser, and the arguments before the address. */
const OPENERS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
}

/** Time within which a program that opens browsers fails, if it does, in ms. */
const FAILS_WITHIN_MS = 2_000

/** `iexec-sim open`: opens the explorer in a browser, with a session. */
export function openCommand(): Command {
  return networkCommand('open')
    .option('--print', 'print the address instead; it is good once, within a minute')
    .addHelpText('after', '\nExample:\n  iexec-sim open --print')
    .action(async (options: NetworkOptions & { print?: true }) => {
      const network = networkOf(options)
      const url = await explorerLink(network)
      if (options.json) return printJson({ url })
      if (options.print) return printLine(url)
      await openBrowser(url)
      printLine(`Opened ${network.sheet.explorer} in your browser.`)
    })
}

/** Throws `NO_BROWSER` when no program opens the address. */
async function openBrowser(url: string): Promise<void> {
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open']
  const child = spawn(program!, [...args, url], { detached: true, stdio: 'ignore' })
  await new Promise<void>((resolve, reject) => {
    const refuse = (reason: string) => reject(new SimError('NO_BROWSER', { reason }))
    child.once('error', ({ message }) => refuse(message))
    // It may be the browser itself, which stays.
    setTimeout(resolve, FAILS_WITHIN_MS).unref()
    child.once('exit', (code) =>
      code === 0 ? resolve() : refuse(`${program} ended with exit code ${code}`),
    )
  })
  child.unref()
}
