import { writeFileSync } from 'node:fs'
import { SimError } from '@iexec-sim/base'
import { openProgress } from '@iexec-sim/base/progress'
import type { Cell, CellOutcome, Matrix, MatrixOptions } from '@iexec-sim/matrix'
import { Command } from 'commander'
import { jsonOption } from '../../options.ts'
import { assertFolder, assertWritable } from '../../terminal/assert-writable.ts'
import { onEndingSignal } from '../../terminal/ending-signals.ts'
import { EXIT, Exit } from '../../terminal/exit-codes.ts'
import { printable, printJson, printLine, printProgress } from '../../terminal/output.ts'

interface MatrixCommandOptions {
  json?: true
  junit?: string
  markdown?: string
  bundles: string
  parallel?: string
}

/** Loads the package that runs matrices. */
const matrixPackage = () => import('@iexec-sim/matrix')

/** `iexec-sim matrix`: one story in many networks. */
export function matrixCommand(): Command {
  return new Command('matrix')
    .argument(
      '<file>',
      'YAML or JSON: the axes tee, sdk, image, protocol, faults; exclude, args, secrets, expect, parallel, seed, timeout',
    )
    .option(
      '--parallel <n>',
      'networks that run at a time, 1 to 16 (default: what the file says, or 2)',
    )
    .option('--junit <file>', 'write JUnit XML')
    .option('--markdown <file>', "write a table for a CI job's page")
    .option(
      '--bundles <dir>',
      'where to keep what is known of cells that fail',
      'iexec-sim-bundles',
    )
    .addOption(jsonOption())
    .addHelpText('after', EXAMPLE)
    .action(async (file: string, options: MatrixCommandOptions) => {
      const { readMatrix, runMatrix } = await matrixPackage()
      assertWritable('--junit', options.junit)
      assertWritable('--markdown', options.markdown)
      assertFolder('--bundles', options.bundles)
      const matrix = withParallel(readMatrix(file), options)
      const stop = new AbortController()
      using _interrupt = onEndingSignal(() => stop.abort())
      const outcomes = await withProgress((onCell) =>
        runMatrix(matrix, {
          ...{ bundleDir: options.bundles, projectDir: process.cwd(), signal: stop.signal },
          onCell,
        }),
      )
      await report(outcomes, options)
    })
}

const EXAMPLE = `
Example of a file:
  tee: [scone, gramine]
  sdk: [8]                    # through the official library, which the project has installed; "none" without
  image: [my-app]
  protocol: [builtin, poco@6.1.0]
  faults:
    - none
    - name: no upload
      faults: [{ on: http, service: result-proxy, does: { status: 500 } }]
      expect: { status: FAILED }
  args: hello
  secrets: { 1: { name: api-key, env: API_KEY } }
  expect: { text: hello }

Exit codes: 0 all passed, 1 some failed, 2 wrong usage`

/** Tells which cells begin and how each ends, and how many are over. */
async function withProgress(
  run: (onCell: NonNullable<MatrixOptions['onCell']>) => Promise<CellOutcome[]>,
): Promise<CellOutcome[]> {
  using progress = await openProgress()
  return run((name, part, outcome) => {
    progress.say(printable(outcome ? `${outcome.verdict.padEnd(7)} ${name}` : `begun   ${name}`))
    progress.show('cells', part)
  })
}

function withParallel(matrix: Matrix, { parallel }: MatrixCommandOptions): Matrix {
  if (parallel === undefined) return matrix
  const value = Number(parallel)
  if (!Number.isInteger(value) || value < 1 || value > 16)
    throw new SimError('BAD_OPTION', {
      option: '--parallel',
      value: parallel,
      reason: '1 to 16 is required',
    })
  return { ...matrix, parallel: value }
}

async function report(
  outcomes: readonly CellOutcome[],
  options: MatrixCommandOptions,
): Promise<void> {
  const { jsonReport, junitReport, markdownReport, tableText } = await matrixPackage()
  if (options.junit !== undefined) writeFileSync(options.junit, junitReport(outcomes))
  if (options.markdown !== undefined) writeFileSync(options.markdown, markdownReport(outcomes))
  if (options.json) printJson(jsonReport(outcomes))
  else {
    printLine(printable(tableText(outcomes)))
    for (const { bundle } of outcomes)
      if (bundle) printLine(`\nWhat is known of it: iexec-sim bundle show ${bundle}`)
  }
  if (outcomes.some(({ verdict }) => verdict === 'failed')) throw new Exit(EXIT.failure)
}

/** `iexec-sim bundle`: bundles of failed cells. */
export function bundleCommand(): Command {
  const show = new Command('show')
    .description('show what failed, when, and the logs of all services')
    .argument('<file>', 'a bundle of "iexec-sim matrix"')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  iexec-sim bundle show iexec-sim-bundles/scone-no-sdk-my-app-builtin-none.bundle',
    )
    .action(async (file: string, { json }: { json?: true }) => {
      const { bundleText, openBundle } = await matrixPackage()
      const bundle = await openBundle(file)
      if (json) printJson(bundle)
      else printLine(printable(bundleText(bundle)))
    })
  const replay = new Command('replay')
    .description('run the cell of a bundle again, as it was')
    .argument('<file>', 'a bundle of "iexec-sim matrix"')
    .option(
      '--secret <name=variable...>',
      'value of a secret that the bundle does not keep, by the variable that has it',
    )
    .option('--bundles <dir>', 'where to keep what is known if it fails again', 'iexec-sim-bundles')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  iexec-sim bundle replay my.bundle --secret api-key=API_KEY\n\nExit codes: 0 it passes now, 1 it fails',
    )
    .action(async (file: string, options: { secret?: string[]; bundles: string; json?: true }) => {
      const { assertRunnable, openBundle, runCell } = await matrixPackage()
      assertFolder('--bundles', options.bundles)
      const { facts } = await openBundle(file)
      const cell = withSecrets(facts.cell, options.secret ?? [])
      await assertRunnable([cell], { projectDir: process.cwd() })
      if (!options.json) printProgress(printable(`· ${facts.name}, which failed: ${facts.reason}`))
      const outcome = await runCell(cell, { bundleDir: options.bundles, projectDir: process.cwd() })
      await report([outcome], { ...options })
    })
  const bundle = new Command('bundle')
  for (const command of [show, replay]) bundle.addCommand(command)
  return bundle
}

/**
 * A bundle may be anybody's: of this machine's variables its cell gets those alone that are given.
 */
function withSecrets(cell: Cell, given: readonly string[]): Cell {
  const variables = new Map(given.map(readGiven))
  const secrets = Object.entries(cell.secrets).map(
    ([number, { name, value, env: variable = '' }]) => {
      const env = variables.get(name)
      if (env !== undefined) return [number, { name, env }]
      if (value !== undefined) return [number, { name, value }]
      throw new SimError('BUNDLE_SECRET', { name, variable })
    },
  )
  return { ...cell, secrets: Object.fromEntries(secrets) }
}

function readGiven(text: string): [name: string, variable: string] {
  const [, name, variable] = /^([^=]+)=(\w+)$/.exec(text) ?? []
  if (name && variable) return [name, variable]
  throw new SimError('BAD_OPTION', {
    option: '--secret',
    value: text,
    reason: 'NAME=VARIABLE is required',
  })
}
