import type { Fault, Misbehaviours } from '@iexec-sim/faults'
import type { ProfileName } from '@iexec-sim/protocol'

/** How a network for tests is to be made. */
export interface NetworkOptions {
  /** Which network it is like. @default 'bellecour' */
  profile?: ProfileName
  /** How many workers there are. @default 2 */
  workers?: number
  /** Which contracts stand at the genesis: `builtin`, `poco@5.5.0`, `poco@6.1.0` or a folder of artifacts. @default builtin */
  protocol?: string
  /** What salts, enclave keys and the choice of workers follow from, so that runs repeat. @default drawn at random */
  seed?: string
  /** Who misbehaves on purpose, in every task. @default nobody */
  misbehaviours?: Misbehaviours
  /** What goes wrong from the start, as a fault file holds it; reset brings it back. @default nothing */
  faults?: readonly Fault[]
  /** Hosts input files and datasets may come from besides the network's own gateway. @default none */
  inputHosts?: readonly string[]
  /** Whether apps run without any capability of root, as with `up --harden`. @default false: with most of Docker's own */
  harden?: boolean
  /** Whether a task that can no longer succeed fails on chain at once, as with `up --fast-fail`: the clock is moved. @default false */
  fastFail?: boolean
  /** Least severe line written to standard error. @default 'silent' */
  logLevel?: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}
