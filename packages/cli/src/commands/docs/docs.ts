import { siteFolder } from '@iexec-sim/docs'
import { createLog, openDoor, site } from '@iexec-sim/door'
import { Command } from 'commander'
import { onEndingSignal } from '../../terminal/ending-signals.ts'
import { openBrowser } from '../../terminal/open-browser.ts'
import { printLine } from '../../terminal/output.ts'

const NOTES = `
The pages and their search are part of this installation: nothing is loaded from elsewhere.

Example:
  iexec-sim docs`

/** `iexec-sim docs`: the documentation in the browser, until it is interrupted. */
export function docsCommand(): Command {
  return new Command('docs')
    .option('--print', 'print the address and open no browser')
    .addHelpText('after', NOTES)
    .action(async ({ print }: { print?: true }) => {
      const interrupted = Promise.withResolvers<void>()
      onEndingSignal(() => interrupted.resolve())
      const pages = site({ folder: siteFolder, fallback: '404.html', fallbackStatus: 404 })
      const door = await openDoor({
        name: 'docs',
        port: 0,
        log: createLog({ level: 'silent' }),
        plugin: async (app) => void app.register(pages, { prefix: '/docs' }),
      })
      const url = `${door.url}/docs/`
      printLine(url)
      if (!print) await openBrowser(url).catch(() => {}) // the address is printed
      await interrupted.promise
      await door.close()
    })
}
