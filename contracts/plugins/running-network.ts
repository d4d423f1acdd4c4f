import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isRunning, type ProcessId } from '@iexec-sim/base'
import { HardhatPluginError } from 'hardhat/plugins'
import type { HardhatPlugin } from 'hardhat/types/plugins'

/** Name of the plugin, which its errors begin with. */
const ID = 'iexec-sim'

/** Name of the configuration variable that holds the URL of the running network's chain. */
export const RPC_URL = 'IEXEC_SIM_RPC_URL'

/**
 * Gives {@link RPC_URL} its value when a task connects to the network `iexec-sim`: the URL that the
 * network of the state folder wrote to its `network.json`. Nothing is read before that, so that the
 * configuration loads where no network runs.
 */
export const runningNetwork: HardhatPlugin = {
  id: ID,
  hookHandlers: {
    configurationVariables: async () => ({
      default: async () => ({
        fetchValue: (context, variable, next) =>
          variable.name === RPC_URL
            ? Promise.resolve(rpcUrlOf(stateFolder()))
            : next(context, variable),
      }),
    }),
  },
}

/** `$IEXEC_SIM_STATE`, else `.iexec-sim` above this package, where `./iexec-sim up` leaves it. */
function stateFolder(): string {
  const { IEXEC_SIM_STATE: told } = process.env
  return told ? resolve(told) : join(import.meta.dirname, '../../.iexec-sim')
}

function rpcUrlOf(folder: string): string {
  try {
    const sheet = JSON.parse(readFileSync(join(folder, 'network.json'), 'utf8')) as ProcessId & {
      rpc: string
    }
    if (isRunning(sheet)) return sheet.rpc
  } catch {}
  const help =
    'Start one with "iexec-sim up", or set IEXEC_SIM_STATE to the state folder of a running one.'
  throw new HardhatPluginError(ID, `No network runs with the state folder ${folder}. ${help}`)
}
