import { SimError } from '@iexec-sim/base'
import { readTimeline } from '@iexec-sim/client'
import { address, encodeTag, explainArgs, type TaskId } from '@iexec-sim/protocol'
import type { Step } from '@iexec-sim/timeline'
import { whyFailed } from '@iexec-sim/timeline/steps'
import type { TaskDetails } from '@iexec-sim/workerpool/client'
import { type Connection, connect } from '../../connect.ts'
import { type NetworkOptions, sameNetwork, secretMapping } from '../../options.ts'
import { EXIT, Exit } from '../../terminal/exit-codes.ts'
import { printable, printJson, printLine, printProgress } from '../../terminal/output.ts'
import { MisbehaviourClient } from '../fault/misbehaviours.ts'
import { type FetchedResult, fetchResult } from './result.ts'
import { taskText } from './task-text.ts'
import { failureLines, findingText } from './timeline-text.ts'

/** Options of `run`. */
export interface RunOptions extends NetworkOptions {
  /** Tags, separated by commas. */
  tag: string
  /** Requester secrets as `INDEX=NAME`. */
  secret?: string[]
  /** Arguments of the app. */
  args?: string
  /** Id of the category. */
  category: string
  /** Trust that the workers have to reach. */
  trust: string
  /** Account of the requester; see `walletOption`. */
  wallet: string
  /** Address of the workerpool. @default the debug pool */
  workerpool?: string
  /** Folder to unpack the result into. */
  download?: string
  /** Misbehaviours for this task, as `ACTOR=MISBEHAVIOUR`. */
  misbehave?: string[]
}

/**
 * Runs an image as an app and prints the outcome. Throws an `Exit` when the task does not complete.
 */
export async function runTask(image: string, options: RunOptions): Promise<void> {
  const request = await requestOf(image, options)
  await using connection = connect(options)
  await follow(connection, request, options)
}

async function requestOf(
  image: string,
  { tag, secret, args, category, trust, workerpool }: RunOptions,
) {
  for (const [option, value] of Object.entries({ '--category': category, '--trust': trust }))
    if (!/^\d+$/.test(value))
      throw new SimError('BAD_OPTION', { option, value, reason: 'a number is required' })
  return {
    image,
    tag: encodeTag(tag),
    secrets: secretMapping(secret ?? []),
    category: BigInt(category),
    trust: BigInt(trust),
    ...(args === undefined ? {} : { args }),
    ...(workerpool === undefined ? {} : { workerpool: address(workerpool) }),
  }
}

async function follow(
  { requester, network }: Connection,
  request: Awaited<ReturnType<typeof requestOf>>,
  options: RunOptions,
): Promise<void> {
  const say = options.json ? () => {} : (line: string) => printProgress(`· ${line}`)
  const startedAt = performance.now()
  const misbehaviours = new MisbehaviourClient(network)
  const entries = misbehaviours.read(options.misbehave ?? [])
  for (const name of await requester.missingSecrets(request)) {
    printProgress(
      `Warning: requester secret "${name}" is not set for ${requester.address}; the app will run without it.`,
    )
  }
  const { warning } = explainArgs(request.args ?? '')
  if (warning) printProgress(printable(`Warning: ${warning}`))
  say(`preparing ${request.image}`)
  const prepared = await requester.prepare(request.image, request.tag)
  say(`matching orders for ${prepared.image}`)
  const offer = await requester.order(request, prepared)
  const { dealId, taskId, app } = offer
  const task = await misbehaviours.during(dealId, entries, async () => {
    await requester.matchOrders(offer)
    say(`deal ${dealId}`)
    say(`task ${taskId}`)
    for (const entry of entries) say(`in this deal ${entry.actor} ${entry.does}`)
    if (entries.length > 0)
      say('a task that is stuck ends with its deadlines: "iexec-sim time advance" moves time on')
    return watch(requester.follow(taskId), say)
  })
  const result = await fetchResult(requester, network.sheet.gateway, taskId, options.download)
  // The deal exists unless the chain was taken back to before it; the task may never have been
  // initialized.
  if (!result && !(await requester.hub.viewDeal(dealId)))
    throw new SimError('TASK_GONE', { taskId })
  const status = result ? 'COMPLETED' : 'FAILED'
  const { steps, findings } = await readTimeline(network, taskId)
  if (options.json) {
    printJson({
      dealId,
      taskId,
      app,
      image: prepared.image,
      status,
      result: result?.link ?? null,
      resultText: result?.text ?? null,
      ...(result?.downloaded ? { downloaded: result.downloaded, renamed: result.renamed } : {}),
      ...(options.args === undefined ? {} : { args: explainArgs(options.args) }),
      durationMs: Math.round(performance.now() - startedAt),
      taskStatus: task?.statuses.at(-1)?.status,
      replicates: task?.replicates.map(replicateJson),
      diagnosis: task?.diagnosis,
      failure: whyFailed(steps) ?? null,
      leaks: findings,
    })
  } else {
    printSummary(taskId, task, result)
    if (!result) printFailure(taskId, steps, options)
    for (const finding of findings) printLine(findingText(finding))
  }
  if (findings.length > 0) throw new Exit(EXIT.leak)
  if (!result) throw new Exit(EXIT.failure)
}

async function watch(
  changes: AsyncIterable<TaskDetails>,
  say: (line: string) => void,
): Promise<TaskDetails | undefined> {
  let last: TaskDetails | undefined
  const said = new Set<string>()
  for await (const task of changes) {
    last = task
    for (const line of [
      ...task.statuses.map(({ status }) => `task ${status}`),
      ...task.replicates.flatMap(({ workerWallet, updates }) =>
        updates.map(
          ({ status, cause }) =>
            `  worker ${workerWallet.slice(0, 8)} ${status}${cause ? ` (${cause})` : ''}`,
        ),
      ),
    ]) {
      if (!said.has(line)) say(line)
      said.add(line)
    }
  }
  return last
}

const replicateJson = ({
  workerWallet,
  updates,
  exitCode,
  diagnosis,
}: TaskDetails['replicates'][number]) => ({
  worker: workerWallet,
  status: updates.at(-1)?.status,
  cause:
    updates.findLast(({ status, cause }) => cause && status !== 'ABORTED')?.cause ??
    updates.at(-1)?.cause,
  exitCode,
  diagnosis,
  statuses: updates.map(({ status }) => status),
})

/** Prints the arguments of a task that succeeded, and notes about its result. */
function printObservations(task: TaskDetails | undefined): void {
  const { argv, notes = [] } = task?.replicates.find(({ diagnosis }) => diagnosis)?.diagnosis ?? {}
  if (argv) printLine(printable(`args    ${JSON.stringify(argv)}`))
  for (const note of notes) printLine(printable(`note    ${note}`))
}

function printSummary(
  taskId: TaskId,
  task: TaskDetails | undefined,
  result: FetchedResult | undefined,
): void {
  printLine(`task    ${taskId}`)
  if (result) {
    printLine('status  COMPLETED')
    printLine(`result  ${result.url}`)
    if (result.downloaded) printLine(`        unpacked into ${result.downloaded}`)
    for (const [name, safe] of Object.entries(result.renamed ?? {}))
      printLine(printable(`        "${name}" is called "${safe}" there`))
    printObservations(task)
    if (result.text) printLine(`\n${printable(result.text.trimEnd())}`)
    return
  }
  printLine('status  FAILED\n')
  if (!task) return
  printLine(taskText(task))
}

/** Prints why a task failed, and where more is to be seen. */
function printFailure(taskId: TaskId, steps: readonly Step[], options: NetworkOptions): void {
  printLine()
  for (const line of failureLines(steps)) printLine(printable(line))
  const more = `${taskId}${sameNetwork(options)}`
  printLine(`\nWhat the app printed: iexec-sim task logs ${more}`)
  printLine(`Step by step:         iexec-sim task explain ${more}`)
}
