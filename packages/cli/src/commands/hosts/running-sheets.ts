import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type AddressSheet, findNetwork } from '@iexec-sim/client'
import { profiles } from '@iexec-sim/protocol/profiles'
import { type NetworkOptions, networkOf } from '../../options.ts'

/**
 * The networks a command means: the one of its profile, or all that run in the folder and in those
 * of profiles inside. Throws `NOT_RUNNING` when there is none.
 */
export function runningSheets(options: NetworkOptions): AddressSheet[] {
  if (options.profile !== undefined) return [networkOf(options).sheet]
  const inside = Object.keys(profiles).map((name) => join(options.state, name))
  const dirs = [options.state, ...inside].filter((dir) => existsSync(join(dir, 'network.json')))
  return dirs.length > 0
    ? dirs.map((dir) => findNetwork(dir).sheet)
    : [findNetwork(options.state).sheet]
}
