import { createLog } from '@iexec-sim/door'
import { type ChainDoor, type ChainOptions, listen } from '../src/index.ts'
import { type StartedChain, startChain } from './started-chain.ts'

/** A started chain with its door open on a free port. */
export interface OpenChain extends StartedChain {
  door: ChainDoor
  /** Closes the door, then the chain. */
  close(): Promise<void>
}

/** Starts a chain and opens its door. */
export async function openChain(
  options: Partial<ChainOptions> = {},
  doorOptions: Partial<Parameters<typeof listen>[1]> = {},
): Promise<OpenChain> {
  const started = await startChain(options)
  const log = createLog({ level: 'silent' })
  const door = await listen(started.chain, { port: 0, log, ...doorOptions })
  const close = async () => {
    await door.close()
    await started.chain.close()
  }
  return { ...started, door, close }
}
