import type { AddressSheet } from '@iexec-sim/client'
import { sameNetwork } from '../../options.ts'
import { printJson, printLine } from '../../terminal/output.ts'
import { sheetText } from './sheet-text.ts'
import type { UpOptions } from './up-options.ts'

/** Prints the address sheets of networks that are ready. */
export function announce(
  sheets: readonly AddressSheet[],
  { json, detach, state }: UpOptions,
): void {
  if (json) {
    printJson(sheets.length === 1 ? sheets[0]! : sheets)
    return
  }
  printLine(sheets.map(sheetText).join('\n\n'))
  printLine(
    `\nReady in ${sheets.reduce((sum, { readyMs }) => sum + readyMs, 0)} ms. ${detach ? `Stop it with "iexec-sim down${sameNetwork({ state })}".` : 'Stop it with Ctrl-C.'}`,
  )
}
