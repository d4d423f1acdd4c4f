/** Ways a worker can misbehave on purpose, for whoever wants to see what the protocol does about it. */
export const WORKER_MISBEHAVIOURS = [
  'wrong-digest',
  'never-reveals',
  'reveals-late',
  'goes-offline',
  'contributes-twice',
  'too-little-stake',
] as const
/** A way a worker misbehaves. */
export type WorkerMisbehaviour = (typeof WORKER_MISBEHAVIOURS)[number]

/** Workers that misbehave, by name (`worker-1` and so on). */
export type Misbehaviours = Readonly<Record<string, WorkerMisbehaviour>>
