import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { makeOwnFolder, SimError } from '@iexec-sim/base'
import { findNetwork } from '@iexec-sim/client'
import { bin } from '../../bin.ts'
import { announce } from './announce.ts'
import { configsOf } from './network-config.ts'
import type { UpOptions } from './up-options.ts'

const START_TIMEOUT_MS = 120_000

/** Starts a second process that stays, and waits for its address sheet. */
export async function detach(options: UpOptions): Promise<void> {
  const configs = await configsOf(options) // bad options fail here, where they are seen
  const logs = join(resolve(options.state), 'logs')
  makeOwnFolder(resolve(options.state))
  mkdirSync(logs, { recursive: true, mode: 0o700 })
  const errorFile = join(logs, 'up.log')
  const output = openSync(errorFile, 'w', 0o600)
  const args = process.argv
    .slice(2)
    .filter((arg) => arg !== '--detach' && arg !== '-d' && arg !== '--json')
  const child = spawn(process.execPath, [...process.execArgv, bin, ...args, '--json'], {
    detached: true,
    stdio: ['ignore', 'ignore', output],
  })
  closeSync(output)
  const exited = new Promise<number | null>((done) => child.once('exit', done))
  const sheets = configs.map(({ stateDir }) => sheetOf(stateDir!, child.pid!, exited, errorFile))
  announce(await Promise.all(sheets), options)
  child.unref()
}

async function sheetOf(
  state: string,
  pid: number,
  exited: Promise<number | null>,
  errorFile: string,
) {
  const deadline = performance.now() + START_TIMEOUT_MS
  while (performance.now() < deadline) {
    const network = tryFind(state)
    if (network?.sheet.pid === pid) return network.sheet
    const ended = await Promise.race([exited.then(() => true), delay(15, false)])
    if (ended) throw startFailure(readFileSync(errorFile, 'utf8'), errorFile)
  }
  throw new SimError('START_FAILED', {
    reason: `it was not ready within ${START_TIMEOUT_MS / 1000} s`,
    log: errorFile,
  })
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
  return new SimError('START_FAILED', {
    reason: text.trim().split('\n').at(-1) || 'it ended without a word',
    log,
  })
}
