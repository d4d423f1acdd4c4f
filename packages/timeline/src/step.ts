import type { TaskId } from '@iexec-sim/protocol'

/** Names of steps by the service that records them. */
export const STEP_NAMES = {
  chain: [
    'deal-matched',
    'task-initialized',
    'contributed',
    'consensus-reached',
    'revealed',
    'reopened',
    'finalized',
    'claimed',
  ],
  workerpool: [
    'task-received',
    'challenge-received',
    'replicate-given',
    'worker-lost',
    'report-refused',
    'consensus-found',
    'uploader-chosen',
    'task-ended',
  ],
  sms: ['session-built'],
  provisioning: ['session-stored', 'evidence-verified'],
  worker: [
    'start',
    'download-app',
    'download-data',
    'compute',
    'contribute',
    'contribute-and-finalize',
    'reveal',
    'upload',
    'complete',
    'digest-made',
    'fault-applied',
    'misbehaviour-applied',
  ],
  enclave: [
    'measured',
    'attested',
    'program-ran',
    'container-started',
    'container-ran',
    'output-copied',
    'container-removed',
  ],
  storage: ['result-uploaded'],
} as const

/** A service of the network, or the part of it that a step belongs to. */
export type StepService = keyof typeof STEP_NAMES
/** What a step is. */
export type StepName = (typeof STEP_NAMES)[StepService][number]
/** How a step ended; `running` until it does. */
export type StepOutcome = 'running' | 'done' | 'failed' | 'refused'

/** Details of a step: names in camel case to short values, none of them secret. */
export type Facts = Readonly<Record<string, string | number | boolean | readonly string[]>>

/** Something that happened to a task, at a moment or over some time. */
export interface Step {
  /** Grows with each record of the network. */
  id: number
  /** The task. */
  taskId: TaskId
  /** The service it happened in. */
  service: StepService
  /** Which of several: `worker-1`, `scone`. */
  actor?: string
  /** What it is. */
  name: StepName
  /** Milliseconds since 1970 by the machine's clock, with fractions. */
  startedAt: number
  /** Milliseconds since 1970 by the machine's clock; absent while it runs. */
  endedAt?: number
  /** The network's clock at its start, in ms since 1970, where it differs from the machine's. */
  networkTime?: number
  /** How it ended. */
  outcome: StepOutcome
  /** Why it failed, in the network's own words, such as `APP_COMPUTE_FAILED`. */
  cause?: string
  /** Why it failed, as a sentence. */
  reason?: string
  /** What to do about it, as a sentence. */
  fix?: string
  /** Details. */
  facts: Facts
}

/** A step as a service begins it. */
export interface StepStart {
  /** The task. */
  taskId: TaskId
  /** The service it happens in. */
  service: StepService
  /** Which of several: `worker-1`, `scone`. */
  actor?: string | undefined
  /** What it is. */
  name: StepName
  /** When it began, if that is not now: milliseconds since 1970 by the machine's clock. */
  startedAt?: number | undefined
  /** Details that are known at the start. */
  facts?: Facts | undefined
}

/** The end of a step. */
export interface StepEnd {
  /** When it ended, if that is not now: milliseconds since 1970 by the machine's clock. */
  endedAt?: number | undefined
  /** How it ended. @default 'done' */
  outcome?: Exclude<StepOutcome, 'running'> | undefined
  /** Why it failed, in the network's own words. */
  cause?: string | undefined
  /** Why it failed, as a sentence. */
  reason?: string | undefined
  /** What to do about it, as a sentence. */
  fix?: string | undefined
  /** Details besides those of the start. */
  facts?: Facts | undefined
}
