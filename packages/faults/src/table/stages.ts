import { STAGES } from '@iexec-sim/protocol'

/** The stages of a task on a worker at which something can go wrong, in their order. */
export const WORKER_STAGES = [
  'start',
  'download-app',
  'download-data',
  'compute',
  'session',
  ...STAGES,
  'contribute',
  'contribute-and-finalize',
  'reveal',
  'upload',
] as const
/** A stage of a task on a worker. `session` to `post-compute` are parts of `compute`. */
export type WorkerStage = (typeof WORKER_STAGES)[number]

/** Trouble on a machine, without a cause of the network's list. */
export const TROUBLES = [
  'image-pull-fails',
  'out-of-memory',
  'no-disk',
  'engine-restarts',
  'attestation-refused',
  'upload-refused',
] as const
/** Something that goes wrong on a machine. */
export type Trouble = (typeof TROUBLES)[number]
