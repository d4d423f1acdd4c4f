import { writeFileSync } from 'node:fs'
import { SimError } from '@iexec-sim/base'
import { noProgress, openProgress } from '@iexec-sim/base/progress'
import type { Difference, Judged, Mode, Run } from '@iexec-sim/lab'
import type { PropertyRecord } from '@iexec-sim/lab/properties'
import { Command, Option } from 'commander'
import { jsonOption } from '../../options.ts'
import { assertWritable } from '../../terminal/assert-writable.ts'
import { EXIT, Exit } from '../../terminal/exit-codes.ts'
import { printable, printJson, printLine, printProgress } from '../../terminal/output.ts'
import type { Comparison, Shown } from './comparison.ts'

interface LabOptions {
  mode: 'native' | 'token' | 'both'
  scenario?: string
  json?: true
}

/** `iexec-sim lab`: effects of a change of the protocol. Needs no network and no Docker engine. */
export function labCommand(): Command {
  const lab = new Command('lab')
  for (const command of [scenariosCommand(), runLabCommand(), propertiesCommand(), diffCommand()])
    lab.addCommand(command)
  return lab
}

const SOURCES = 'builtin, poco@5.5.0, poco@6.1.0, or a folder of artifacts'
const modeOption = () =>
  new Option('--mode <mode>', 'what the escrow holds')
    .choices(['native', 'token', 'both'])
    .default('both')
const scenarioOption = () =>
  new Option('--scenario <text>', 'only scenarios whose name contains this')

function scenariosCommand(): Command {
  return new Command('scenarios')
    .description('list the scenarios')
    .addOption(modeOption())
    .addOption(scenarioOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  iexec-sim lab scenarios --scenario consensus')
    .action(async ({ mode, scenario, json }: LabOptions) => {
      const { scenariosOf } = await import('@iexec-sim/lab')
      const names = [
        ...new Set(
          modesOf(mode).flatMap((one) => scenariosOf(one, scenario).map(({ name }) => name)),
        ),
      ]
      if (names.length === 0) throw new SimError('SCENARIO_UNKNOWN', { filter: scenario ?? '' })
      if (json) printJson(names)
      else for (const name of names) printLine(name)
    })
}

function runLabCommand(): Command {
  return new Command('run')
    .description(
      'run the scenarios on one source and report failures; for a folder, check its properties too',
    )
    .argument('<source>', SOURCES)
    .addOption(modeOption())
    .addOption(scenarioOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  iexec-sim lab run ./my-poco/artifacts --mode native')
    .action(async (source: string, options: LabOptions) => {
      const { holds } = await import('@iexec-sim/lab')
      const [prepared] = await prepare([source], options)
      const runs = await runAll(prepared!, options)
      const wrong = runs.flatMap(({ mode, records }) =>
        records
          .filter(
            ({ status, steps }) =>
              status === 'stopped' || steps.some((step) => 'expected' in step && !holds(step)),
          )
          .map(({ name, reason }) => ({
            mode,
            name,
            reason: reason ?? 'a value is not what it should be',
          })),
      )
      const count = runs.reduce((sum, { records }) => sum + records.length, 0)
      const properties = await propertiesOfFolder(source, options)
      const broken = properties.filter(({ failure }) => failure !== undefined)
      if (options.json) printJson({ source, scenarios: count, wrong, properties, runs })
      else {
        for (const { mode, name, reason } of wrong)
          printLine(printable(`${mode}  ${name}: ${reason}`))
        for (const one of broken) printLine(printable(tellProperty(one)))
        printLine(`${count} scenarios, ${wrong.length} not as they should be.`)
        if (properties.length > 0)
          printLine(`${properties.length} properties, ${broken.length} do not hold.`)
      }
      if (wrong.length + broken.length > 0) throw new Exit(EXIT.failure)
    })
}

function propertiesCommand(): Command {
  return new Command('properties')
    .description(
      'check on one source what holds after any calls: the books of the escrow, and when votes settle a task',
    )
    .argument('<source>', SOURCES)
    .addOption(modeOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  iexec-sim lab properties ./my-poco/artifacts')
    .action(async (source: string, { mode, json }: LabOptions) => {
      const properties = await checkAll(source, modesOf(mode), json)
      if (json) printJson({ source, properties })
      else for (const one of properties) printLine(printable(tellProperty(one)))
      if (properties.some(({ failure }) => failure !== undefined)) throw new Exit(EXIT.failure)
    })
}

/**
 * The built-in and published ones are checked by the tests of this project; a contributor's own are
 * checked along with a whole run.
 */
async function propertiesOfFolder(
  source: string,
  { mode, scenario, json }: LabOptions,
): Promise<PropertyRecord[]> {
  const { parseSource } = await import('@iexec-sim/contracts/sources')
  const isFolder = typeof parseSource(source) !== 'string'
  return isFolder && scenario === undefined ? checkAll(source, modesOf(mode), json) : []
}

async function checkAll(
  source: string,
  modes: readonly Mode[],
  json?: true,
): Promise<PropertyRecord[]> {
  const [{ checkProperties }, { genesisFor }, { parseSource }] = await Promise.all([
    import('@iexec-sim/lab/properties'),
    import('@iexec-sim/lab'),
    import('@iexec-sim/contracts/sources'),
  ])
  const protocol = parseSource(source)
  const records: PropertyRecord[] = []
  for (const mode of modes) {
    if (!json) printProgress(`· properties of ${source}, ${mode}`)
    records.push(...(await checkProperties(protocol, mode, await genesisFor(protocol, mode))))
  }
  return records
}

const tellProperty = ({ mode, name, failure }: PropertyRecord) =>
  `${mode}  ${name}: ${failure === undefined ? 'holds' : `does not hold\n${failure}`}`

interface DiffOptions extends LabOptions {
  expect?: string
  markdown?: string
  all?: true
}

function diffCommand(): Command {
  return new Command('diff')
    .description(
      'run the scenarios on two sources and report differences; exits with 1 on an unexpected one',
    )
    .argument('<baseline>', SOURCES)
    .argument('<candidate>', SOURCES)
    .option(
      '--expect <file>',
      'expected differences, as JSON (default: those kept of builtin against a release of PoCo)',
    )
    .option('--markdown <file>', 'write a report that fits a pull request')
    .option(
      '--all',
      'every difference of a scenario, not its first alone, from which the others usually follow',
    )
    .addOption(modeOption())
    .addOption(scenarioOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  iexec-sim lab diff builtin ./my-poco/artifacts --markdown report.md',
    )
    .action(async (baseline: string, candidate: string, options: DiffOptions) => {
      const { compareGas, diffRecords, judge } = await import('@iexec-sim/lab')
      assertWritable('--markdown', options.markdown)
      const expectations = await expectationsFor(baseline, candidate, options.expect)
      const prepared = await prepare([baseline, candidate], options)
      const [before, after] = [
        await runAll(prepared[0]!, options),
        await runAll(prepared[1]!, options),
      ]
      const differences = before.flatMap((run, i) => diffRecords(run, after[i]!))
      const judged = judge(differences, expectations)
      const gas = before.map((run, i) => ({ mode: run.mode, ...compareGas(run, after[i]!) }))
      const shown = await toShow(judged, options)
      await report({ baseline, candidate, differences, judged, shown, gas }, options)
      if (judged.unexpected.length > 0) throw new Exit(EXIT.failure)
    })
}

async function toShow({ expected, unexpected }: Judged, { all }: DiffOptions): Promise<Shown> {
  const { firstDifferences } = await import('@iexec-sim/lab')
  const each = <D extends Difference>(one: D) => ({ ...one, further: 0 })
  return all
    ? { expected: expected.map(each), unexpected: unexpected.map(each) }
    : { expected: firstDifferences(expected), unexpected: firstDifferences(unexpected) }
}

/** Loads the lab's packages, which other commands do not need. */
async function report(comparison: Comparison, { json, markdown }: DiffOptions): Promise<void> {
  const { differencesMarkdown, differencesText } = await import('./lab-report.ts')
  if (markdown) writeFileSync(markdown, differencesMarkdown(comparison))
  if (json) printJson(asJson(comparison))
  else printLine(printable(differencesText(comparison))) // revert texts come from foreign contracts
}

const asJson = ({ baseline, candidate, shown, judged, gas }: Comparison) => ({
  baseline,
  candidate,
  judged: { ...shown, unused: judged.unused },
  gas,
})

async function expectationsFor(baseline: string, candidate: string, file: string | undefined) {
  const [{ keptExpectations, readExpectations }, { parseSource, releaseOf }] = await Promise.all([
    import('@iexec-sim/lab'),
    import('@iexec-sim/contracts/sources'),
  ])
  if (file) return readExpectations(file)
  const kept =
    baseline === 'builtin' ? keptExpectations(releaseOf(parseSource(candidate))) : undefined
  return kept ? readExpectations(kept) : []
}

const modesOf = (mode: LabOptions['mode']): Mode[] =>
  mode === 'both' ? ['native', 'token'] : [mode]

/** One source in one mode, with all that can be wrong about it found out. */
interface Preparation {
  readonly source: string
  readonly mode: Mode
  /** How many scenarios it has. */
  readonly scenarios: number
  /** Runs them; `onRecord` is called when one is over. */
  readonly run: (onRecord: () => void) => Promise<Run>
}

/**
 * Prepares each source in each mode that has such scenarios. Reports what is wrong with any of them
 * before one is run.
 */
async function prepare(
  sources: readonly string[],
  { mode, scenario }: LabOptions,
): Promise<Preparation[][]> {
  const [{ genesisFor, runScenarios, scenariosOf }, { parseSource }] = await Promise.all([
    import('@iexec-sim/lab'),
    import('@iexec-sim/contracts/sources'),
  ])
  const modes = modesOf(mode).filter((one) => scenariosOf(one, scenario).length > 0)
  if (modes.length === 0) throw new SimError('SCENARIO_UNKNOWN', { filter: scenario ?? '' })
  const protocols = sources.map((source) => ({ source, protocol: parseSource(source) }))
  const prepared: Preparation[][] = []
  for (const { source, protocol } of protocols) {
    const ofSource: Preparation[] = []
    for (const one of modes) {
      const genesis = await genesisFor(protocol, one)
      ofSource.push({
        source,
        mode: one,
        scenarios: scenariosOf(one, scenario).length,
        run: (onRecord) => runScenarios(protocol, one, scenario, { genesis, onRecord }),
      })
    }
    prepared.push(ofSource)
  }
  return prepared
}

async function runAll(preparations: readonly Preparation[], { json }: LabOptions): Promise<Run[]> {
  const runs: Run[] = []
  using progress = json ? noProgress : await openProgress()
  for (const { source, mode, scenarios, run } of preparations) {
    let done = 0
    const show = () => progress.show(`${source}, ${mode}`, { done, total: scenarios })
    show()
    runs.push(
      await run(() => {
        done += 1
        show()
      }),
    )
  }
  return runs
}
