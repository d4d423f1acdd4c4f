import type { AddressSheet } from '@iexec-sim/client'
import { networkOf, sameNetwork } from '../../options.ts'
import { printJson, printLine } from '../../terminal/output.ts'
import { explorerLink } from './explorer-link.ts'
import { sheetText } from './sheet-text.ts'
import type { UpOptions } from './up-options.ts'

/** Prints the address sheets of networks that are ready. */
export async function announce(
  sheets: readonly AddressSheet[],
  { json, detach, state }: UpOptions,
): Promise<void> {
  if (json) {
    printJson(sheets.length === 1 ? sheets[0]! : sheets)
    return
  }
  printLine(sheets.map(sheetText).join('\n\n'))
  // On a terminal alone: a log that keeps the link would open a session to its readers.
  if (process.stdout.isTTY)
    for (const { profile } of sheets) {
      const link = await explorerLink(networkOf({ state, profile }), { lasting: true })
      printLine(`\nOpen ${link}`)
    }
  printLine(
    `\nReady in ${sheets.reduce((sum, { readyMs }) => sum + readyMs, 0)} ms. ${detach ? `Stop it with "iexec-sim down${sameNetwork({ state })}".` : 'Stop it with Ctrl-C.'}`,
  )
}
