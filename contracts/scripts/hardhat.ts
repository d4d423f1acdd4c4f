import { fileURLToPath } from 'node:url'
import { createHardhatRuntimeEnvironment } from 'hardhat/hre'
import config from '../hardhat.config.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Hardhat over this package, wherever the process was started. */
export function openHardhat() {
  return createHardhatRuntimeEnvironment(config, { config: `${root}hardhat.config.ts` }, root)
}
