import { SimError } from '@iexec-sim/base'
import { noProgress, openProgress } from '@iexec-sim/base/progress'
import { encodeTag } from '@iexec-sim/protocol/tags'
import { Command, Option } from 'commander'
import type { Connection } from '../../connect.ts'
import {
  jsonOption,
  type NetworkOptions,
  profileOption,
  secretMapping,
  stateOption,
  tagOption,
  walletOption,
} from '../../options.ts'
import { EXIT, Exit } from '../../terminal/exit-codes.ts'
import { printable, printJson, printLine } from '../../terminal/output.ts'
import { compareResults, differenceText, type ResultFiles } from './compare-results.ts'

interface CheckOptions extends NetworkOptions {
  runs: string
  tag: string
  secret?: string[]
  args?: string
  wallet: string
}

/** `iexec-sim check-determinism`: whether workers that run an app would agree on its result. */
export function checkDeterminismCommand(): Command {
  return new Command('check-determinism')
    .argument('<image>', 'name of a local image, plain or prepared')
    .addOption(new Option('--runs <n>', 'how often, 2 to 100').default('3'))
    .addOption(tagOption())
    .addOption(
      new Option('--secret <index=name...>', 'give the app requester secret NAME under a number'),
    )
    .option('--args <args>', 'arguments of the app')
    .addOption(walletOption())
    .addOption(profileOption())
    .addOption(stateOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  iexec-sim check-determinism my-app --runs 5\n\nExit codes: 0 the same every time, 1 not, 2 wrong usage, 3 no network',
    )
    .action(async (image: string, options: CheckOptions) => {
      const runs = Number(options.runs)
      if (!Number.isInteger(runs) || runs < 2 || runs > 100)
        throw new SimError('BAD_OPTION', {
          option: '--runs',
          value: options.runs,
          reason: '2 to 100 is required',
        })
      const request = {
        image,
        tag: encodeTag(options.tag),
        secrets: secretMapping(options.secret ?? []),
        ...(options.args === undefined ? {} : { args: options.args }),
      }
      const { connect } = await import('../../connect.ts')
      await using connection = connect(options)
      report(await resultsOf(connection, request, runs, options), options)
    })
}

async function resultsOf(
  connection: Connection,
  request: Parameters<Connection['requester']['match']>[0],
  runs: number,
  { json }: CheckOptions,
): Promise<ResultFiles[]> {
  using progress = json ? noProgress : await openProgress()
  const results: ResultFiles[] = []
  for (let run = 1; run <= runs; run++) {
    progress.show('runs', { done: run - 1, total: runs })
    results.push(await resultOf(connection, request, run))
  }
  return results
}

async function resultOf(
  { requester, network }: Connection,
  request: Parameters<Connection['requester']['match']>[0],
  run: number,
): Promise<ResultFiles> {
  const { taskId } = await requester.match(
    request,
    await requester.prepare(request.image, request.tag),
  )
  let status = 'UNSET'
  for await (const { statuses } of requester.follow(taskId))
    status = statuses.at(-1)?.status ?? status
  const onchain = await requester.onchainTask(taskId)
  const { resultFiles } = await import('@iexec-sim/client/requester')
  const files =
    onchain?.status === 'COMPLETED'
      ? await resultFiles(network.sheet.gateway, onchain.results)
      : undefined
  if (files) return files
  throw new SimError('RUN_WITHOUT_RESULT', { run, taskId, status })
}

function report(results: readonly ResultFiles[], { json }: CheckOptions): void {
  const differences = compareResults(results)
  if (json)
    printJson({ deterministic: differences.length === 0, runs: results.length, differences })
  else if (differences.length === 0)
    printLine(`The result was the same in all ${results.length} runs.`)
  else for (const difference of differences) printLine(printable(differenceText(difference)))
  if (differences.length > 0) throw new Exit(EXIT.failure)
}
