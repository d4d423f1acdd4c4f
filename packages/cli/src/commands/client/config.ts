import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { SimError, writeWholeFile } from '@iexec-sim/base'
import {
  type ChainConfig,
  type ClientMajor,
  chainEntry,
  chainName,
  mergeChainConfig,
  refusedKeys,
} from '@iexec-sim/client'
import { profiles } from '@iexec-sim/protocol'
import { type Command, Option } from 'commander'
import { networkCommand } from '../../network-command.ts'
import { type NetworkOptions, networkOf } from '../../options.ts'
import { printJson, printLine, printProgress } from '../../terminal/output.ts'
import { clientFramework } from './client-framework.ts'

interface ConfigOptions extends NetworkOptions {
  sdk?: string
  dir: string
  tee?: string
}

/** `iexec-sim config`: leads the official client of a project folder to the running network. */
export function configCommand(): Command {
  return networkCommand('config')
    .addOption(
      new Option(
        '--sdk <major>',
        'major of the client (default: the newest that knows the chain)',
      ).choices(['8', '9']),
    )
    .option('--dir <folder>', 'the project; what its chain.json holds already stays', '.')
    .addOption(
      new Option(
        '--tee <framework>',
        'TEE framework the client uses when a command names none; 8.x only',
      ),
    )
    .addHelpText('after', '\nExample:\n  iexec-sim config --sdk 8 --tee scone --dir my-project')
    .action((options: ConfigOptions) => {
      const { sheet } = networkOf(options)
      const profile = profiles[sheet.profile]
      const sdk = majorOf(options.sdk, profile)
      const tee = clientFramework(options.tee, sdk, Object.keys(sheet.sms))
      const urls = sheet.tls
      const name = chainName(sheet)
      const entry = chainEntry(sheet, profile, { sdk, tee, ...(urls ? { urls } : {}) })
      const file = join(resolve(options.dir), 'chain.json')
      const config = mergeChainConfig(readConfig(file), name, entry, sdk)
      mkdirSync(resolve(options.dir), { recursive: true })
      writeConfig(file, config)
      const refused = refusedKeys(config, sdk)
      const trust = urls ? `export NODE_EXTRA_CA_CERTS="${urls.certificate}"` : undefined
      if (options.json)
        return printJson({ file, chain: name, sdk, entry, refused, ...(trust ? { trust } : {}) })
      printLine(`${file}: chain "${name}" leads to this network and is the default.`)
      if (refused.length > 0)
        printProgress(
          `Warning: client ${sdk} refuses this file because of ${refused.join(', ')}, which was there before: remove it, or give this client a folder of its own with --dir.`,
        )
      if (trust)
        printLine(
          `\nThe services speak TLS under this network's own authority. Make the client trust it:\n  ${trust}`,
        )
      printLine(`\nNext, in ${resolve(options.dir)}:`)
      for (const line of nextSteps(sdk, options.tee)) printLine(`  ${line}`)
    })
}

function majorOf(
  asked: string | undefined,
  { clientMajors, name }: { clientMajors: readonly ClientMajor[]; name: string },
): ClientMajor {
  const major = asked === undefined ? clientMajors[0]! : (Number(asked) as ClientMajor)
  if (!clientMajors.includes(major))
    throw new SimError('BAD_OPTION', {
      option: '--sdk',
      value: asked ?? '',
      reason: `the chain of profile ${name} is known to client ${clientMajors.join(' and ')} only; client ${major} knows those of ${knownTo(major).join(' and ')}, which "iexec-sim up --profile" starts`,
    })
  return major
}

const knownTo = (major: ClientMajor): string[] =>
  Object.values(profiles)
    .filter(({ clientMajors }) => clientMajors.includes(major))
    .map(({ name }) => name)

function readConfig(file: string): Partial<ChainConfig> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    // An existing file that cannot be read must not be replaced.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new SimError('BAD_CHAIN_JSON', { file })
    return {}
  }
  try {
    const json: unknown = JSON.parse(text)
    if (isObject(json) && (json.chains === undefined || isObject(json.chains)))
      return json as Partial<ChainConfig>
  } catch {}
  throw new SimError('BAD_CHAIN_JSON', { file })
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Replaces the file at once; who may read it stays as it was, since it can hold keys of providers.
 */
function writeConfig(file: string, config: ChainConfig): void {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode
  writeWholeFile(file, `${JSON.stringify(config, null, 2)}\n`, { mode: mode ?? 0o644 })
}

function nextSteps(sdk: ClientMajor, tee: string | undefined): string[] {
  const version = { 8: '8.24.0', 9: '9.0.1' }[sdk]
  return [
    `npm install iexec@${version}`,
    'npx iexec init --skip-wallet      # answer "n" when it asks to replace chain.json',
    'npx iexec wallet create',
    ...(sdk === 8 ? ['npx iexec storage init'] : []),
    sdk === 8 && tee !== 'tdx'
      ? `npx iexec app init --tee${tee ? '' : ' --tee-framework scone'}`
      : 'npx iexec app init',
  ]
}
