import type { SecretId, Stage, TaskId, TeeFramework } from '@iexec-sim/protocol'

/**
 * What happened to a secret:
 * - `set`, `updated`: its owner wrote it; `write-refused`: a write that the SMS did not take;
 * - `marked`, `unmarked`: it became a canary, or is none any more;
 * - `requested`, `missing`: a session was to carry it, and it was there or not;
 * - `delivered`, `refused`: an enclave proved what it is and got it, or did not.
 */
export type SecretEventKind =
  | 'set'
  | 'updated'
  | 'write-refused'
  | 'marked'
  | 'unmarked'
  | 'requested'
  | 'missing'
  | 'delivered'
  | 'refused'

/** Identity of a secret in a network: each framework's SMS has its own. */
export interface SecretRef extends SecretId {
  /** Framework whose SMS has it. */
  framework: TeeFramework
}

/** An entry of the ledger of secrets. It never has the value. */
export interface SecretEvent extends SecretRef {
  /** Grows with each record of the network. */
  id: number
  /** Milliseconds since 1970 by the machine's clock, with fractions. */
  at: number
  /** What happened. */
  kind: SecretEventKind
  /** The task that it was for. */
  taskId?: TaskId
  /** The stage of the task. */
  stage?: Stage
  /** Name or address of the worker that asked. */
  worker?: string
  /** Measurement of the enclave, 32 bytes of hex without `0x`. */
  fingerprint?: string
  /** Why it was refused. */
  reason?: string
  /** The way it took, such as `POST /requesters/{requester}/secrets/{key}`. */
  via: string
}

/** A secret of the ledger with its latest events. */
export interface SecretSummary extends SecretRef {
  /** When it was set, in ms since 1970; absent if that was before the ledger began. */
  setAt?: number
  /** Moment of its last event, in ms since 1970. */
  lastAt: number
  /** Whether it is a canary. */
  canary: boolean
  /** Number of sessions that were to carry it. */
  requested: number
  /** Number of enclaves that got it. */
  delivered: number
  /** Number of enclaves that were refused. */
  refused: number
}
