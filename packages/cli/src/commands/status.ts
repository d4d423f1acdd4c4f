import { type AddressSheet, findNetwork } from '@iexec-sim/stack'
import { Command } from 'commander'
import { jsonOption, type NetworkOptions, stateOption } from '../options.ts'
import { printJson, printLine } from '../output.ts'
import { sheetText } from '../sheet-text.ts'

/** `iexec-sim status`: what runs, and where. */
export function statusCommand(): Command {
  return new Command('status')
    .description('show what runs and where')
    .addOption(stateOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  iexec-sim status --json')
    .action(async ({ state, json }: NetworkOptions) => {
      const { sheet, controlToken } = findNetwork(state)
      const answer = await fetch(`${sheet.control}/status`, { headers: { authorization: `Bearer ${controlToken}` } })
      const { block, uptimeMs } = (await answer.json()) as { sheet: AddressSheet; block: number; uptimeMs: number }
      if (json) return printJson({ ...sheet, block, uptimeMs })
      printLine(sheetText(sheet))
      printLine(`\nRunning for ${Math.round(uptimeMs / 1000)} s (process ${sheet.pid}), block ${block}.`)
    })
}
