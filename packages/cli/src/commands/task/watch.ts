import { SimError } from '@iexec-sim/base'
import { readTimeline } from '@iexec-sim/client'
import { taskId } from '@iexec-sim/protocol/ids'
import type { Command } from 'commander'
import { networkCommand } from '../../network-command.ts'
import { type NetworkOptions, networkOf } from '../../options.ts'
import { EXIT, Exit } from '../../terminal/exit-codes.ts'
import { printable, printLine } from '../../terminal/output.ts'
import { LineByLine } from './line-by-line.ts'
import { findingText, stepText } from './timeline-text.ts'
import { type Watched, watchTask } from './watch-task.ts'

/** `iexec-sim task watch`: follows a task until it is over. */
export function watchCommand(): Command {
  return networkCommand(
    'watch',
    "follow a task until it is over: statuses, steps and the app's output as they come",
  )
    .argument('<taskid>')
    .addHelpText(
      'after',
      '\nWith --json, one JSON document a line.\n\nExample:\n  iexec-sim task watch 0x…\n\nExit codes: 0 completed, 1 not completed, 2 wrong usage, 3 no network, 4 a canary was found',
    )
    .action(async (id: string, options: NetworkOptions) => {
      const lines = new LineByLine((worker, line) => printLine(printable(`${worker} | ${line}`)))
      const tell = (news: Watched) => {
        if (options.json) return printLine(JSON.stringify(news))
        if (news.kind === 'printed') return lines.add(news.chunk)
        if (news.kind === 'status') return printLine(printable(news.line))
        printLine(printable(stepText(news.step, news.start)))
      }
      const wanted = taskId(id)
      const network = networkOf(options)
      const task = await watchTask(network, wanted, tell)
      lines.end()
      if (!task) throw new SimError('TASK_UNKNOWN', { taskId: wanted })
      const { findings } = await readTimeline(network, wanted)
      for (const finding of findings)
        printLine(options.json ? JSON.stringify({ kind: 'leak', finding }) : findingText(finding))
      if (findings.length > 0) throw new Exit(EXIT.leak)
      if (task.statuses.at(-1)?.status !== 'COMPLETED') throw new Exit(EXIT.failure)
    })
}
