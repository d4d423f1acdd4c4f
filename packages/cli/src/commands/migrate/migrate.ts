import { resolve } from 'node:path'
import { SimError } from '@iexec-sim/base'
import { Command, Option } from 'commander'
import { jsonOption, secretMapping } from '../../options.ts'
import { EXIT, Exit } from '../../terminal/exit-codes.ts'
import { printable, printJson, printLine, printProgress } from '../../terminal/output.ts'
import { type Difference, differenceText } from '../task/compare-results.ts'
import type { ProjectCheck } from './check-project.ts'

interface CheckOptions {
  image?: string
  tee: 'scone' | 'gramine'
  args?: string
  secret?: string[]
  json?: true
}

const NOTES = `
Reads chain.json, iexec.json, package.json, Dockerfiles, scripts and code, and changes nothing. With
--image it runs that image under both in networks of its own, and compares the files of the results.

Example:
  iexec-sim migrate check . --image my-app --secret 1=API_KEY

Exit codes: 0 nothing to change, 1 something to change or another result, 2 wrong usage`

/** `iexec-sim migrate`: from scone and gramine on bellecour to tdx on Arbitrum. */
export function migrateCommand(): Command {
  const migrate = new Command('migrate').description(
    'from scone and gramine on bellecour to tdx on Arbitrum',
  )
  migrate
    .command('check')
    .description('say what a project has to change, and whether its app gives the same result')
    .argument('[dir]', 'folder of the project', '.')
    .option('--image <name>', 'local image of its app, to run under both')
    .addOption(
      new Option('--tee <framework>', 'framework the app ran under')
        .choices(['scone', 'gramine'])
        .default('scone'),
    )
    .option('--args <args>', 'arguments of the app')
    .addOption(
      new Option(
        '--secret <index=variable...>',
        'requester secret by its number, with the variable that holds its value',
      ),
    )
    .addOption(jsonOption())
    .addHelpText('after', NOTES)
    .action(check)
  return migrate
}

async function check(dir: string, options: CheckOptions): Promise<void> {
  const secrets = valuesOf(secretMapping(options.secret ?? []))
  const { checkProject } = await import('./check-project.ts')
  const project = checkProject(resolve(dir))
  const { image, tee, args, json } = options
  if (!json) printFindings(project)
  const differences = image === undefined ? undefined : await compare({ image, tee, args, secrets })
  if (json) printJson({ ...project, ...(differences ? { differences } : {}) })
  else if (differences) printDifferences(differences, tee)
  if (project.findings.length > 0 || (differences?.length ?? 0) > 0) throw new Exit(EXIT.failure)

  async function compare(app: Parameters<typeof import('./compare-apps.ts').compareApps>[0]) {
    const { compareApps } = await import('./compare-apps.ts')
    return compareApps(app, (line) => (json ? undefined : printProgress(`· ${line}`)))
  }
}

/** Values of the variables that hold secrets: none is ever on a command line. */
function valuesOf(names: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(names).map(([number, name]) => {
      const value = process.env[name]
      if (value === undefined)
        throw new SimError('BAD_OPTION', {
          option: '--secret',
          value: `${number}=${name}`,
          reason: `the variable ${name} is not set`,
        })
      return [number, value]
    }),
  )
}

function printFindings({ files, findings }: ProjectCheck): void {
  if (findings.length === 0) {
    printLine(`Nothing to change in ${files} files.`)
    return
  }
  for (const { file, line, found, change } of findings)
    printLine(printable(`${file}:${line}  ${found}\n  ${change}`))
  printLine(`\n${findings.length} to change in ${files} files.`)
}

function printDifferences(differences: readonly Difference[], tee: string): void {
  if (differences.length === 0) {
    printLine(`The result under tdx is the one under ${tee}, byte for byte.`)
    return
  }
  printLine(`The result differs: run 1 is ${tee}, run 2 is tdx.`)
  for (const difference of differences) printLine(printable(`  ${differenceText(difference)}`))
}
