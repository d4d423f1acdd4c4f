import type { Genesis } from '@iexec-sim/contracts'
import type { Profile } from '@iexec-sim/protocol'
import type { Logger } from 'pino'
import type { NetworkClock } from './clock.ts'
import type { TransactionFaults } from './faulty-transactions.ts'

/** Options of a chain. */
export interface ChainOptions {
  /** Profile of the simulated network. */
  profile: Profile
  /** Accounts and contracts of the first block. */
  genesis: Genesis
  /** Clock that block timestamps follow. */
  clock: NetworkClock
  /** Log of the chain. */
  log: Logger
  /** Folder of the journal; without one the chain lives in memory. */
  dir?: string | undefined
  /** Deliberate faults of transactions. @default none */
  faults?: TransactionFaults | undefined
  /** Told how many entries the journal has whenever that changes. */
  onWritten?: ((position: number) => void) | undefined
  /** Told how far the replay of an old journal is. */
  onReplay?: ((done: number, total: number) => void) | undefined
}
