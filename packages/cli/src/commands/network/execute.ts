import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { SimError } from '@iexec-sim/base'
import { chainEntry, mergeChainConfig } from '@iexec-sim/client'
import {
  defaultConfig,
  keepHeapSmall,
  type Network,
  startNetwork,
  withOfficialApps,
} from '@iexec-sim/stack'
import { readProfiles } from '../../options.ts'
import type { HeldSignals } from '../../terminal/held-signals.ts'
import { printProgress } from '../../terminal/output.ts'
import { clientFramework } from '../client/client-framework.ts'
import { hostEnvironment } from '../hosts/host-environment.ts'
import { environmentOf } from './exec-environment.ts'

/**
 * Exit codes a shell gives to what cannot be started, and (plus the signal's number) to what a
 * signal ended.
 */
const NOT_STARTED = 127
const SIGNALLED = 128

/** Options of `exec`. */
export interface ExecOptions {
  /** `--profile`: network to start. */
  profile: string
  /** `--tee`: TEE framework the client uses by default. */
  tee?: string
  /** `--quiet`: print only the command's own output. */
  quiet?: true
  /** `--official-hosts`: lead the hosts that official packages have built in to the network. */
  officialHosts?: true
  /** `--official-apps`: deploy sample apps where web3mail and web3telegram look. */
  officialApps?: true
  /** `--fast-fail`: end tasks that can no longer succeed at once. */
  fastFail?: boolean
}

/** Runs a command with a fresh network in its environment and returns the command's exit code. */
export async function execute(
  command: readonly string[],
  folder: string,
  signals: HeldSignals,
  { profile: profileName, tee: teeName, quiet, officialHosts, ...options }: ExecOptions,
): Promise<number> {
  const [profile, another] = readProfiles(profileName)
  if (!profile || another)
    throw new SimError('BAD_OPTION', {
      option: '--profile',
      value: profileName,
      reason: 'exactly one network is required',
    })
  const sdk = profile.clientMajors[0]!
  const tee = clientFramework(teeName, sdk, profile.teeFrameworks)
  const config = defaultConfig(profile)
  keepHeapSmall()
  const network = await startNetwork({
    ...(options.officialApps ? withOfficialApps(config) : config),
    fastFail: options.fastFail ?? false,
    stateDir: join(folder, 'state'),
    ports: Object.fromEntries(Object.keys(profile.ports).map((name) => [name, 0])),
    ...(quiet ? {} : { onProgress: (step: string) => printProgress(`· ${step}`) }),
  })
  try {
    await network.offersOpen()
    if (signals.received) return SIGNALLED + constants.signals[signals.received]
    const project = writeProject(join(folder, 'project'), network)
    const env = {
      ...process.env,
      ...environmentOf(network.sheet, join(folder, 'state'), project),
      ...(officialHosts ? hostEnvironment([network.sheet]) : {}),
    }
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

/** Runs a command on this terminal and returns its exit code. */
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
  printProgress(`Error: command "${program}" not found.`)
  return NOT_STARTED
}
