import type { TaskId } from '@iexec-sim/protocol'
import type { SecretRef } from './secret-event.ts'

/** Shortest value that is looked for, characters: a shorter one is found anywhere. */
export const SHORTEST_CANARY = 6

/** How a canary was written where it was found. */
export type LeakEncoding =
  | 'plain'
  | 'base64'
  | 'hex'
  | 'url'
  | 'json'
  | 'reversed'
  | 'split over lines'

/** A canary that was found where no secret belongs. The value itself is not in it. */
export interface Finding {
  /** Grows with each record of the network. */
  id: number
  /** The task that carried the secret. */
  taskId: TaskId
  /** The canary. */
  secret: SecretRef
  /** Where it was: `stdout of worker-1`, `file result.txt`, `calldata of 0x…`. */
  where: string
  /** How it was written there. */
  encoding: LeakEncoding
  /** Bytes before it. */
  offset: number
  /** Milliseconds since 1970 by the machine's clock. */
  at: number
}
