import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { makeOwnFolder, SimError } from '@iexec-sim/base'
import { findNetwork } from '@iexec-sim/client'
import { type Misbehaviours, readMisbehaviour } from '@iexec-sim/faults'
import { type Profile, profiles } from '@iexec-sim/protocol'
import {
  assertStateFolder,
  checkFaults,
  defaultConfig,
  type Network,
  type NetworkConfig,
  startNetwork,
} from '@iexec-sim/stack'
import { Command, Option } from 'commander'
import { bin } from '../../bin.ts'
import {
  collect,
  collectPort,
  jsonOption,
  type PortOptions,
  positive,
  readProfiles,
  sameNetwork,
  stateOption,
} from '../../options.ts'
import { onEndingSignal } from '../../terminal/ending-signals.ts'
import { printJson, printLine, printProgress } from '../../terminal/output.ts'
import { readFaultFile } from '../fault/faults.ts'
import { misbehaveOption } from '../fault/misbehaviours.ts'
import { type ChainIdOptions, collectChainId, withChainIds } from './chain-id.ts'
import { inContainer } from './in-container.ts'
import { bakeFolders, protocolOf } from './protocol-source.ts'
import { sheetText } from './sheet-text.ts'

interface UpOptions {
  state: string
  detach?: true
  json?: true
  anyPort?: true
  profile: string
  port?: PortOptions
  allowOrigin?: string[]
  allowHost?: string[]
  tls?: true
  inContainer?: true
  memory?: string
  harden?: boolean
  fastFail?: boolean
  maxResultBytes?: string
  standIn?: string[]
  inputHost?: string[]
  protocol: string
  marketRateLimit?: string
  rpcGasCap?: string
  chainId?: ChainIdOptions
  workers?: string
  seed?: string
  misbehave?: string[]
  faults?: string
  logLevel: NetworkConfig['logLevel']
}

const START_TIMEOUT_MS = 120_000

/** `iexec-sim up`: starts the network and stays, or with `--detach` leaves it running. */
export function upCommand(): Command {
  return new Command('up')
    .addOption(stateOption())
    .option('-d, --detach', 'leave the network running in the background')
    .addOption(jsonOption())
    .addOption(
      new Option(
        '--profile <names>',
        `which network to be: ${Object.keys(profiles).join(' or ')}, or both with a comma between`,
      ).default('bellecour'),
    )
    .addOption(
      new Option(
        '--port <name=n...>',
        `port of a service (${Object.keys(profiles.bellecour.ports).join(', ')}); 0 means any free one; PROFILE/NAME=N when several profiles run`,
      ).argParser(collectPort),
    )
    .option('--any-port', 'give every service any free port')
    .addOption(new Option('--allow-origin <origin>', 'web page that may speak to the network').argParser(collect))
    .addOption(
      new Option('--allow-host <name>', 'host name besides loopback ones the doors answer to').argParser(collect),
    )
    .option('--tls', "serve every client over TLS as well, under the network's own authority")
    .option(
      '--in-container',
      "listen at this container's own addresses besides loopback, so that ports can be published on 127.0.0.1",
    )
    .option('--harden', "run apps without any of root's capabilities; the default is Docker's, less MKNOD and NET_RAW")
    .option(
      '--fast-fail',
      "move the clock to a task's deadline once it can no longer succeed and no other is under way",
    )
    .option('--memory <mib>', 'memory of an app container, MiB (default: 2048)')
    .option('--max-result-bytes <bytes>', 'largest result (default: 268435456)')
    .addOption(
      new Option('--stand-in <host=image>', 'image that answers for an outside host inside task containers').argParser(
        collect,
      ),
    )
    .addOption(
      new Option('--input-host <name>', 'host input files may come from besides the own gateway').argParser(collect),
    )
    .option(
      '--protocol <source>',
      'contracts of the chain: builtin, poco@5.5.0, poco@6.1.0, or a folder of artifacts (Hardhat or Foundry)',
      'builtin',
    )
    .option('--market-rate-limit <n>', 'requests one address may send the order book in a minute (default: any number)')
    .option('--rpc-gas-cap <n>', 'most gas of an eth_call, eth_estimateGas or debug_traceCall (default: 6700000)')
    .addOption(
      new Option(
        '--chain-id <n>',
        "chain id in place of the profile's own; PROFILE=N when several profiles run",
      ).argParser(collectChainId),
    )
    .option('--workers <n>', 'workers of the debug pool, 1 to 8 (default: 2)')
    .option('--seed <text>', 'draw salts, enclave keys and the choice of workers from this, so that runs repeat')
    .addOption(misbehaveOption('make somebody misbehave on purpose in every task'))
    .option('--faults <file>', 'JSON list of what goes wrong on purpose once the network is ready; see docs/faults.md')
    .addOption(
      new Option('--log-level <level>', 'least severe log line')
        .choices(['debug', 'info', 'warn', 'error'])
        .default('info'),
    )
    .addHelpText('after', '\nExample:\n  iexec-sim up --detach --port chain=8600')
    .action((options: UpOptions) => (options.detach ? detach(options) : stay(options)))
}

async function stay(options: UpOptions): Promise<void> {
  const interrupted = Promise.withResolvers<void>()
  onEndingSignal(() => interrupted.resolve())
  const networks = await startAll(await configsOf(options))
  keepGoing()
  announce(networks, options)
  await Promise.race([interrupted.promise, ...networks.map(({ stopRequested }) => stopRequested)])
  // A second Ctrl-C does not cut the clean-up short; it would leave containers behind.
  if (!options.json) printProgress('\nStopping …')
  try {
    await Promise.all(networks.map((network) => network.close()))
  } finally {
    // What hangs would keep the process alive. The report of a failure comes first.
    setTimeout(() => process.exit(), 1_000).unref()
  }
}

/**
 * The last wall around a network that serves: an error nobody listens for, in a library's stream say, is written down and ends
 * no other task. Each that is seen here is a defect.
 */
function keepGoing(): void {
  process.on('uncaughtException', (error) => {
    printProgress(`Unexpected error; the network goes on. Please report it.\n${error?.stack ?? String(error)}`)
  })
}

/** Starts one network after the other; when one fails, those before it are stopped again. */
async function startAll(configs: readonly NetworkConfig[]): Promise<Network[]> {
  const networks: Network[] = []
  try {
    for (const config of configs) networks.push(await startNetwork(config))
    return networks
  } catch (error) {
    await Promise.all(networks.map((network) => network.close()))
    throw error
  }
}

/** The first profile's network lives in the state folder, every other one in a folder of its name inside. */
async function configsOf(options: UpOptions): Promise<NetworkConfig[]> {
  const protocol = await protocolOf(options.protocol)
  const container = options.inContainer ? await inContainer() : {}
  const profiles = withChainIds(readProfiles(options.profile), options.chainId ?? [])
  checkPortProfiles(options.port ?? [], profiles)
  const configs = profiles.map((profile, i) => ({ ...configOf(options, profile, i === 0), ...protocol, ...container }))
  for (const config of configs) {
    checkFaults(config)
    assertStateFolder(config.stateDir!, config.profile)
  }
  await bakeFolders(configs)
  return configs
}

/** A port that nothing will listen at is a mistake. */
function checkPortProfiles(ports: PortOptions, started: readonly Profile[]): void {
  const names = started.map(({ name }) => name as string)
  const stray = ports.find(({ profile }) => profile !== undefined && !names.includes(profile))
  if (!stray) return
  const value = `${stray.profile}/${stray.name}=${stray.port}`
  throw new SimError('BAD_OPTION', { option: '--port', value, reason: `only ${names.join(', ')} is started` })
}

function configOf(options: UpOptions, profile: Profile, isFirst: boolean): NetworkConfig {
  const config = defaultConfig(profile)
  const anyPorts = options.anyPort ? Object.fromEntries(Object.keys(profile.ports).map((name) => [name, 0])) : {}
  const ports = (options.port ?? []).filter((port) => (port.profile ?? (isFirst ? profile.name : '')) === profile.name)
  return {
    ...config,
    stateDir: isFirst ? options.state : join(options.state, profile.name),
    ports: { ...anyPorts, ...Object.fromEntries(ports.map(({ name, port }) => [name, port])) },
    allowedOrigins: options.allowOrigin ?? [],
    allowedHosts: options.allowHost ?? [],
    inputHosts: options.inputHost ?? [],
    standIns: [...config.standIns, ...(options.standIn ?? []).map(readStandIn)],
    limits: {
      ...config.limits,
      ...(options.memory ? { memoryBytes: positive('--memory', options.memory) * 1024 ** 2 } : {}),
      ...(options.maxResultBytes ? { maxResultBytes: positive('--max-result-bytes', options.maxResultBytes) } : {}),
    },
    workers: workersOf(options),
    misbehaviours: misbehavioursOf(options),
    ...(options.faults === undefined ? {} : { faults: readFaultFile(options.faults) }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    logLevel: options.logLevel,
    ...(options.marketRateLimit === undefined
      ? {}
      : { marketRateLimit: positive('--market-rate-limit', options.marketRateLimit) }),
    ...(options.rpcGasCap === undefined ? {} : { rpcGasCap: BigInt(positive('--rpc-gas-cap', options.rpcGasCap)) }),
    tls: options.tls ?? false,
    harden: options.harden ?? false,
    fastFail: options.fastFail ?? false,
    ...(options.json ? {} : { onProgress: (step) => printProgress(`· ${step}`) }),
  }
}

function readStandIn(value: string): { host: string; image: string } {
  const [, host, image] = /^([\w.-]+)=(.+)$/.exec(value) ?? []
  if (!host || !image) throw new SimError('BAD_OPTION', { option: '--stand-in', value, reason: 'it is not HOST=IMAGE' })
  return { host, image }
}

/** Development accounts that are left for workers. */
const MOST_WORKERS = 8

function workersOf({ workers = '2' }: UpOptions): number {
  const count = positive('--workers', workers)
  if (count > MOST_WORKERS)
    throw new SimError('BAD_OPTION', { option: '--workers', value: workers, reason: `it is above ${MOST_WORKERS}` })
  return count
}

function misbehavioursOf(options: UpOptions): Misbehaviours {
  const workers = workersOf(options)
  const entries = (options.misbehave ?? []).map((text) => readMisbehaviour(text, workers))
  // Each actor's own ways alone were let through.
  return Object.fromEntries(entries.map(({ actor, does }) => [actor, does])) as Misbehaviours
}

function announce(networks: readonly Pick<Network, 'sheet'>[], { json, detach, state }: UpOptions): void {
  const sheets = networks.map(({ sheet }) => sheet)
  if (json) {
    printJson(sheets.length === 1 ? sheets[0]! : sheets)
    return
  }
  printLine(sheets.map(sheetText).join('\n\n'))
  printLine(
    `\nReady in ${sheets.reduce((sum, { readyMs }) => sum + readyMs, 0)} ms. ${detach ? `Stop it with "iexec-sim down${sameNetwork({ state })}".` : 'Stop it with Ctrl-C.'}`,
  )
}

/** Starts a second process that stays, and waits for its address sheet. */
async function detach(options: UpOptions): Promise<void> {
  const configs = await configsOf(options) // bad options fail here, where they are seen
  const logs = join(resolve(options.state), 'logs')
  makeOwnFolder(resolve(options.state))
  mkdirSync(logs, { recursive: true, mode: 0o700 })
  const errorFile = join(logs, 'up.log')
  const output = openSync(errorFile, 'w', 0o600)
  const args = process.argv.slice(2).filter((arg) => arg !== '--detach' && arg !== '-d' && arg !== '--json')
  const child = spawn(process.execPath, [...process.execArgv, bin, ...args, '--json'], {
    detached: true,
    stdio: ['ignore', 'ignore', output],
  })
  closeSync(output)
  const exited = new Promise<number | null>((done) => child.once('exit', done))
  const sheets = configs.map(({ stateDir }) => sheetOf(stateDir!, child.pid!, exited, errorFile))
  announce(
    (await Promise.all(sheets)).map((sheet) => ({ sheet })),
    options,
  )
  child.unref()
}

async function sheetOf(state: string, pid: number, exited: Promise<number | null>, errorFile: string) {
  const { readFileSync } = await import('node:fs')
  const deadline = performance.now() + START_TIMEOUT_MS
  while (performance.now() < deadline) {
    const network = tryFind(state)
    if (network?.sheet.pid === pid) return network.sheet
    const ended = await Promise.race([exited.then(() => true), delay(15, false)])
    if (ended) throw startFailure(readFileSync(errorFile, 'utf8'), errorFile)
  }
  throw new SimError('START_FAILED', { reason: `it was not ready within ${START_TIMEOUT_MS / 1000} s`, log: errorFile })
}

function tryFind(state: string) {
  try {
    return findNetwork(state)
  } catch {
    return undefined
  }
}

/** The second process says why in JSON; pass it on as it was. */
function startFailure(text: string, log: string): Error {
  for (const line of text.split('\n').reverse()) {
    try {
      const { error } = JSON.parse(line) as { error: { message: string; help?: string } }
      return Object.assign(
        new SimError('START_FAILED', { reason: error.message.replace(/\.$/, ''), log }),
        error.help ? { help: error.help } : {},
      )
    } catch {}
  }
  return new SimError('START_FAILED', { reason: text.trim().split('\n').at(-1) || 'it ended without a word', log })
}
