import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { makeOwnFolder } from '@iexec-sim/base'
import { bin } from '../../bin.ts'
import { announce } from './announce.ts'
import { configsOf } from './network-config.ts'
import { startInBackground } from './start-in-background.ts'
import type { UpOptions } from './up-options.ts'

/** Starts a second process that stays, and waits for its address sheets. */
export async function detach(options: UpOptions): Promise<void> {
  const configs = await configsOf(options) // bad options fail here, where they are seen
  const logs = join(resolve(options.state), 'logs')
  makeOwnFolder(resolve(options.state))
  mkdirSync(logs, { recursive: true, mode: 0o700 })
  const args = process.argv
    .slice(2)
    .filter((arg) => arg !== '--detach' && arg !== '-d' && arg !== '--json')
  const sheets = await startInBackground({
    command: [process.execPath, ...process.execArgv, bin, ...args, '--json'],
    states: configs.map(({ stateDir }) => stateDir!),
    log: join(logs, 'up.log'),
  })
  await announce(sheets, options)
}
