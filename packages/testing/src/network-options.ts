import type { Fault, Misbehaviours } from '@iexec-sim/faults'
import type { ProfileName } from '@iexec-sim/protocol'

/** Options of a test network. */
export interface NetworkOptions {
  /** Profile of the network. @default 'bellecour' */
  profile?: ProfileName
  /** Number of workers. @default 2 */
  workers?: number
  /**
   * Contracts of the genesis: `builtin`, `poco@5.5.0`, `poco@6.1.0` or a folder of artifacts.
   * @default builtin
   */
  protocol?: string
  /**
   * Seed of salts, enclave keys and the choice of workers, so that runs repeat. @default random
   * values
   */
  seed?: string
  /** Deliberate misbehaviours, in every task. @default none */
  misbehaviours?: Misbehaviours
  /** Faults from the start, in the form of a fault file; a reset restores them. @default none */
  faults?: readonly Fault[]
  /**
   * Hosts input files and datasets may come from besides the network's own gateway. @default none
   */
  inputHosts?: readonly string[]
  /**
   * Outside hosts that a stand-in answers for in tasks: those `iexec-sim up --help` names, by name
   * alone, or any host with an image of yours. @default none
   */
  standIns?: readonly (string | { host: string; image: string })[]
  /**
   * Whether sample apps are deployed where the packages web3mail and web3telegram look for theirs,
   * with the stand-ins they need, as with `up --official-apps`. @default false
   */
  officialApps?: boolean
  /**
   * Whether apps run without any capability of root, as with `up --harden`. @default false: with
   * most of Docker's own
   */
  harden?: boolean
  /**
   * Whether a task that can no longer succeed fails on chain at once, as with `up --fast-fail`: the
   * clock is moved. @default false
   */
  fastFail?: boolean
  /** Least severe line written to standard error. @default 'silent' */
  logLevel?: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}
