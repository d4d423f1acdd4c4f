import { loadGenesis } from '../../../contracts/src/index.ts'
import { developmentAccounts } from '../../../packages/chain/src/index.ts'
import { startEvm } from '../../../packages/chain/src/internal/edr.ts'
import { bellecour, type Rpc } from '../../../packages/protocol/src/index.ts'

/** The bare chain engine in this process, on the genesis of Bellecour. */
export async function bareChain(): Promise<Rpc> {
  const evm = await startEvm({
    profile: bellecour,
    genesis: loadGenesis('bellecour'),
    accounts: developmentAccounts,
    genesisTime: BigInt(Math.floor(Date.now() / 1000)),
  })
  return { request: ({ method, params = [] }) => evm.request(method, params) }
}
