import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { SimError } from '@iexec-sim/base'
import { type AddressSheet, chainEntry, mergeChainConfig } from '@iexec-sim/client'
import { defaultConfig, type Network, startNetwork } from '@iexec-sim/stack'
import { Command, Option } from 'commander'
import { readProfiles } from '../../options.ts'
import { Exit } from '../../terminal/exit-codes.ts'
import { HeldSignals } from '../../terminal/held-signals.ts'
import { printProgress } from '../../terminal/output.ts'
import { clientFramework } from '../client/client-framework.ts'

/** Exit codes a shell gives to what can not be started, and (plus the signal's number) to what a signal ended. */
const NOT_STARTED = 127
const SIGNALLED = 128

interface ExecOptions {
  profile: string
  tee?: string
  quiet?: true
  fastFail?: boolean
}

/** `iexec-sim exec -- <command>`: a fresh network for one command. */
export function execCommand(): Command {
  return new Command('exec')
    .argument('<command...>', 'the command and its arguments, after --')
    .addOption(new Option('--profile <name>', 'which network to be').default('bellecour'))
    .addOption(new Option('--tee <framework>', 'TEE framework of the generated chain.json, for client 8.x'))
    .option(
      '--fast-fail',
      "move the clock to a task's deadline once it can no longer succeed and no other is under way",
    )
    .option('--quiet', 'say nothing besides what the command says')
    .passThroughOptions()
    .addHelpText('after', EXAMPLES)
    .action(async (command: string[], options: ExecOptions) => {
      using signals = new HeldSignals()
      const folder = mkdtempSync(join(tmpdir(), 'iexec-sim-exec-'))
      let code: number
      try {
        code = await execute(command, folder, signals, options)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
      if (code !== 0) throw new Exit(code)
    })
}

const EXAMPLES = `
The command's environment:
  IEXEC_SIM_STATE     state folder: other iexec-sim commands find the network by it
  IEXEC_SIM_PROJECT   folder with a chain.json that leads the official client to the network
  IEXEC_SIM_RPC, _WS, _CHAIN_ID, _HUB, _GATEWAY, _MARKET, _RESULT_PROXY, _COMPASS, _VOUCHER_SUBGRAPH, _SMS_SCONE, _SMS_GRAMINE, _SMS_TDX,
  _WORKERPOOL, _WORKERPOOL_URL, _PRIVATE_KEY (of a funded account)

Example:
  iexec-sim exec -- npm test`

async function execute(
  command: readonly string[],
  folder: string,
  signals: HeldSignals,
  { profile: profileName, tee: teeName, quiet, fastFail = false }: ExecOptions,
): Promise<number> {
  const [profile, another] = readProfiles(profileName)
  if (!profile || another)
    throw new SimError('BAD_OPTION', { option: '--profile', value: profileName, reason: 'it is one network' })
  const sdk = profile.clientMajors[0]!
  const tee = clientFramework(teeName, sdk, profile.teeFrameworks)
  const config = defaultConfig(profile)
  const network = await startNetwork({
    ...config,
    fastFail,
    stateDir: join(folder, 'state'),
    ports: Object.fromEntries(Object.keys(profile.ports).map((name) => [name, 0])),
    ...(quiet ? {} : { onProgress: (step: string) => printProgress(`· ${step}`) }),
  })
  try {
    await network.offersOpen
    if (signals.received) return SIGNALLED + constants.signals[signals.received]
    const project = writeProject(join(folder, 'project'), network)
    const env = { ...process.env, ...environmentOf(network.sheet, join(folder, 'state'), project) }
    return await runCommand(command, env, signals)
  } finally {
    if (!quiet) printProgress('· stopping')
    await network.close()
  }

  function writeProject(dir: string, { sheet }: Network): string {
    mkdirSync(dir)
    const entry = chainEntry(sheet, profile!, { sdk, tee })
    writeFileSync(
      join(dir, 'chain.json'),
      JSON.stringify(mergeChainConfig({}, profile!.clientChain, entry, sdk), null, 2),
    )
    return dir
  }
}

/** Where everything is, by variables. */
function environmentOf(sheet: AddressSheet, state: string, project: string): Record<string, string> {
  const sms = Object.entries(sheet.sms).map(([framework, url]) => [`SMS_${framework.toUpperCase()}`, url!] as const)
  const values: Record<string, string> = {
    STATE: state,
    PROJECT: project,
    RPC: sheet.rpc,
    WS: sheet.ws,
    CHAIN_ID: String(sheet.chainId),
    HUB: sheet.hub,
    GATEWAY: sheet.gateway,
    MARKET: sheet.market,
    RESULT_PROXY: sheet.resultProxy,
    ...(sheet.compass ? { COMPASS: sheet.compass } : {}),
    ...(sheet.voucherSubgraph ? { VOUCHER_SUBGRAPH: sheet.voucherSubgraph } : {}),
    WORKERPOOL: sheet.workerpool.address,
    WORKERPOOL_URL: sheet.workerpool.url,
    PRIVATE_KEY: sheet.accounts[0]!.privateKey,
    ...Object.fromEntries(sms),
  }
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`IEXEC_SIM_${name}`, value]))
}

/** Runs a command on this terminal; answers its exit code. */
function runCommand(
  [program, ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  signals: HeldSignals,
): Promise<number> {
  const child = spawn(program!, args, { stdio: 'inherit', env })
  signals.passOnTo(child)
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? resolve(notFound(program!)) : reject(error),
    )
    child.once('exit', (code, signal) => resolve(code ?? SIGNALLED + constants.signals[signal!]))
  })
}

function notFound(program: string): number {
  printProgress(`Error: there is no command "${program}".`)
  return NOT_STARTED
}
