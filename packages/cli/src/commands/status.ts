import type { FaultEntry, MisbehaviourEntry } from '@iexec-sim/protocol'
import type { Command } from 'commander'
import { faultText } from '../faults.ts'
import { misbehaviourText } from '../misbehaviours.ts'
import { networkCommand } from '../network-command.ts'
import { type NetworkOptions, networkOf } from '../options.ts'
import { printJson, printLine } from '../output.ts'
import { sheetText } from '../sheet-text.ts'

interface Status {
  block: number
  uptimeMs: number
  misbehaviours: MisbehaviourEntry[]
  faults: FaultEntry[]
}

/** `iexec-sim status`: what runs, and where. */
export function statusCommand(): Command {
  return networkCommand('status', 'show what runs and where')
    .addHelpText('after', '\nExample:\n  iexec-sim status --json')
    .action(async (options: NetworkOptions) => {
      const { sheet, controlToken } = networkOf(options)
      const answer = await fetch(`${sheet.control}/status`, { headers: { authorization: `Bearer ${controlToken}` } })
      const { block, uptimeMs, misbehaviours, faults } = (await answer.json()) as Status
      if (options.json) return printJson({ ...sheet, block, uptimeMs, misbehaviours, faults })
      printLine(sheetText(sheet))
      if (misbehaviours.length > 0)
        printLine(`\nMisbehaving on purpose:\n  ${misbehaviours.map(misbehaviourText).join('\n  ')}`)
      if (faults.length > 0) printLine(`\nGoing wrong on purpose:\n${faults.map(faultText).join('\n')}`)
      printLine(`\nRunning for ${Math.round(uptimeMs / 1000)} s (process ${sheet.pid}), block ${block}.`)
    })
}
