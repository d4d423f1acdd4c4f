import { SimError } from '@iexec-sim/base'
import { readTimeline } from '@iexec-sim/client'
import { taskId } from '@iexec-sim/protocol/ids'
import { whyFailed } from '@iexec-sim/timeline/steps'
import type { TaskDetails } from '@iexec-sim/workerpool/client'
import { PoolControlClient } from '@iexec-sim/workerpool/client/control'
import { Command } from 'commander'
import { networkCommand } from '../../network-command.ts'
import { type NetworkOptions, networkOf } from '../../options.ts'
import { printable, printJson, printLine } from '../../terminal/output.ts'
import { taskText } from './task-text.ts'
import { findingText, timelineText } from './timeline-text.ts'
import { watchCommand } from './watch.ts'
import { watchTask } from './watch-task.ts'

/** `iexec-sim task show|logs|watch|explain`: history and output of a task. */
export function taskCommand(): Command {
  const show = networkCommand('show', 'show a task: statuses, causes, and why')
    .argument('<taskid>')
    .addHelpText('after', '\nExample:\n  iexec-sim task show 0x…')
    .action(async (id: string, options: NetworkOptions) => {
      const { logs: _, ...task } = withoutLogs(await find(id, options))
      const { findings } = await readTimeline(networkOf(options), taskId(id))
      if (options.json) return printJson({ ...task, leaks: findings })
      printLine(taskText(task as unknown as TaskDetails))
      for (const finding of findings) printLine(findingText(finding))
    })
  const logs = networkCommand('logs', 'show what the app printed last')
    .argument('<taskid>')
    .option('-f, --follow', 'print the output as it comes, until the task is over')
    .addHelpText('after', '\nExample:\n  iexec-sim task logs 0x…')
    .action(async (id: string, options: NetworkOptions & { follow?: true }) => {
      if (options.follow) return followLogs(id, options)
      const task = await find(id, options)
      const printed = task.replicates.flatMap(({ logs }) => (logs ? [logs] : []))
      if (options.json) return printJson({ taskId: task.taskId, logs: printed })
      if (printed.length === 0) printLine('Nothing was printed.')
      for (const { walletAddress, stdout, stderr } of printed) {
        printLine(`— worker ${walletAddress}`)
        if (stdout) printLine(printable(stdout.trimEnd()))
        if (stderr) printLine(`— standard error\n${printable(stderr.trimEnd())}`)
      }
    })
  const explain = networkCommand(
    'explain',
    'show why a task failed or has no consensus, and what happened to it step by step',
  )
    .argument('<taskid>')
    .addHelpText(
      'after',
      '\nShows powers, weights and the inequality of consensus with its numbers; then the cause of a failure, its reason and its fix; then each step with its offset from the first one and its duration in ms.\n\nExample:\n  iexec-sim task explain 0x…',
    )
    .action(async (id: string, options: NetworkOptions) => {
      const network = networkOf(options)
      const { sheet } = network
      const timeline = await readTimeline(network, taskId(id))
      const { HubClient, explainTask, httpRpc } = await import('@iexec-sim/chain/client')
      const { explanationText } = await import('./explanation-text.ts')
      const explanation = await explainTask(
        new HubClient({ rpc: httpRpc(sheet.rpc), hub: sheet.hub }),
        taskId(id),
        sheet,
      ).catch((error) => {
        // A task that was never initialized is not on the chain.
        if (timeline.steps.length === 0) throw error
        return { taskId: timeline.taskId, status: 'UNSET' as const }
      })
      if (options.json)
        return printJson({
          ...plain(explanation),
          failure: whyFailed(timeline.steps) ?? null,
          ...timeline,
        })
      if ('verdict' in explanation) printLine(explanationText(explanation))
      if (timeline.steps.length > 0) printLine(`\n${timelineText(timeline)}`)
    })
  return new Command('task')
    .addCommand(show)
    .addCommand(logs)
    .addCommand(watchCommand())
    .addCommand(explain)
}

/** Prints what the app of a task prints, until the task is over. */
async function followLogs(id: string, options: NetworkOptions): Promise<void> {
  const task = await watchTask(networkOf(options), taskId(id), (news) => {
    if (news.kind !== 'printed') return
    if (options.json) return printLine(JSON.stringify(news.chunk))
    const stream = news.chunk.stream === 'stdout' ? process.stdout : process.stderr
    stream.write(printable(news.chunk.text))
  })
  if (!task) throw new SimError('TASK_UNKNOWN', { taskId: id })
}

/** Amounts as texts: JSON has no numbers of their size. */
const plain = (value: object): object =>
  JSON.parse(
    JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? String(item) : item)),
  )

async function find(id: string, options: NetworkOptions): Promise<TaskDetails> {
  const wanted = taskId(id)
  const { sheet, controlToken } = networkOf(options)
  const task = await new PoolControlClient(sheet.workerpool.url, controlToken).task(wanted)
  if (!task) throw new SimError('TASK_UNKNOWN', { taskId: wanted })
  return task
}

function withoutLogs(task: TaskDetails): Record<string, unknown> {
  return { ...task, replicates: task.replicates.map(({ logs: _logs, ...replicate }) => replicate) }
}
