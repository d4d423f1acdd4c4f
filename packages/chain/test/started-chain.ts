import { loadGenesis } from '@iexec-sim/contracts'
import { createLog } from '@iexec-sim/door'
import { bellecour } from '@iexec-sim/protocol'
import { Chain, type ChainOptions, createClock, type NetworkClock } from '../src/index.ts'

/** A chain with a clock of its own, and a short way to ask it. */
export interface StartedChain {
  chain: Chain
  clock: NetworkClock
  rpc(method: string, ...params: unknown[]): Promise<unknown>
  /** Timestamp of the newest block, less the clock's second. */
  lead(): Promise<number>
}

/** Starts a chain on the baked contracts, in memory unless told otherwise. */
export async function startChain(options: Partial<ChainOptions> = {}): Promise<StartedChain> {
  const clock = options.clock ?? createClock()
  const log = createLog({ level: 'silent' })
  const chain = await Chain.start({
    profile: bellecour,
    genesis: loadGenesis('bellecour'),
    log,
    ...options,
    clock,
  })
  const rpc = (method: string, ...params: unknown[]) => chain.request({ method, params })
  const lead = async () => {
    const { timestamp } = (await rpc('eth_getBlockByNumber', 'latest', false)) as {
      timestamp: string
    }
    return Number(timestamp) - Math.floor(clock.now() / 1000)
  }
  return { chain, clock, rpc, lead }
}
