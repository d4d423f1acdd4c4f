import { SimError } from '@iexec-sim/base'
import { siteFolder } from '@iexec-sim/docs'
import { createLog, type Door, openDoor, site } from '@iexec-sim/door'
import type { Command } from 'commander'
import { networkCommand } from '../../network-command.ts'
import { type NetworkOptions, networkOf } from '../../options.ts'
import { onEndingSignal } from '../../terminal/ending-signals.ts'
import { openBrowser } from '../../terminal/open-browser.ts'
import { printJson, printLine } from '../../terminal/output.ts'

const NOTES = `
The pages and their search are part of this installation: nothing is loaded from elsewhere. A network
that runs serves them at its explorer; without one the command does, until Ctrl-C.

Example:
  iexec-sim docs`

/** `iexec-sim docs`: the documentation in the browser. */
export function docsCommand(): Command {
  return networkCommand('docs')
    .option('--print', 'print the address and open no browser')
    .addHelpText('after', NOTES)
    .action(async (options: NetworkOptions & { print?: true }) => {
      const interrupted = Promise.withResolvers<void>()
      const explorer = explorerOf(options)
      const door = explorer === undefined ? await ownDoor() : undefined
      if (door) onEndingSignal(() => interrupted.resolve())
      const url = `${explorer ?? door!.url}/docs/`
      if (options.json) printJson({ url })
      else printLine(url)
      if (!options.print) await openBrowser(url).catch(() => {}) // the address is printed
      if (!door) return
      await interrupted.promise
      await door.close()
    })
}

/** URL of the explorer of the network that runs; `undefined` when none does. */
function explorerOf(options: NetworkOptions): string | undefined {
  try {
    return networkOf(options).sheet.explorer
  } catch (error) {
    if (error instanceof SimError && error.code === 'NOT_RUNNING') return undefined
    throw error
  }
}

function ownDoor(): Promise<Door> {
  const pages = site({ folder: siteFolder, fallback: '404.html', fallbackStatus: 404 })
  return openDoor({
    name: 'docs',
    port: 0,
    log: createLog({ level: 'silent' }),
    plugin: async (app) => void app.register(pages, { prefix: '/docs' }),
  })
}
