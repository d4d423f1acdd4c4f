import { askControl } from '@iexec-sim/client'
import type { FaultEntry, MisbehaviourEntry } from '@iexec-sim/faults'
import type { Command } from 'commander'
import { networkCommand } from '../../network-command.ts'
import { type NetworkOptions, networkOf } from '../../options.ts'
import { printJson, printLine } from '../../terminal/output.ts'
import { faultText } from '../fault/faults.ts'
import { misbehaviourText } from '../fault/misbehaviours.ts'
import { sheetText } from './sheet-text.ts'

/**
 * Time limit for the answer of a network, in ms: one that is suspended or stuck is reported as
 * such.
 */
const ANSWER_MS = 10_000

interface Status {
  block: number
  uptimeMs: number
  misbehaviours: MisbehaviourEntry[]
  faults: FaultEntry[]
  /** Requests that ended in an unexpected exception. */
  unexpected: number
}

/** `iexec-sim status`: running networks and their addresses. */
export function statusCommand(): Command {
  return networkCommand('status', 'show what runs and where')
    .addHelpText('after', '\nExample:\n  iexec-sim status --json')
    .action(async (options: NetworkOptions) => {
      const network = networkOf(options)
      const { sheet } = network
      const answer = await askControl(network, 'GET', '/status', { timeoutMs: ANSWER_MS })
      const { block, uptimeMs, misbehaviours, faults, unexpected } = (await answer.json()) as Status
      if (options.json)
        return printJson({ ...sheet, block, uptimeMs, misbehaviours, faults, unexpected })
      printLine(sheetText(sheet))
      if (misbehaviours.length > 0)
        printLine(
          `\nMisbehaving on purpose:\n  ${misbehaviours.map(misbehaviourText).join('\n  ')}`,
        )
      if (faults.length > 0)
        printLine(`\nGoing wrong on purpose:\n${faults.map(faultText).join('\n')}`)
      if (unexpected > 0)
        printLine(
          `\nUnexpected errors of services: ${unexpected}. The reasons are in the log; please report them.`,
        )
      printLine(
        `\nRunning for ${Math.round(uptimeMs / 1000)} s (process ${sheet.pid}), block ${block}.`,
      )
    })
}
