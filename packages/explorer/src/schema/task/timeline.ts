import type { Finding, SecretEvent, Step, TaskFailureReason } from '@iexec-sim/timeline'
import { Type } from 'typebox'

const Facts = Type.Record(Type.String(), Type.Unknown())
const Ms = (description: string) => Type.Number({ description })

/** A step of a task. */
const StepSchema = Type.Object({
  id: Type.Integer(),
  taskId: Type.String(),
  service: Type.String({
    description: 'chain, workerpool, sms, provisioning, worker, enclave or storage',
  }),
  actor: Type.Optional(Type.String()),
  name: Type.String(),
  startedAt: Ms('ms since 1970 by the machine’s clock, with fractions'),
  endedAt: Type.Optional(Ms('ms since 1970 by the machine’s clock, with fractions')),
  networkTime: Type.Optional(Ms('ms since 1970 by the network’s clock, where it differs')),
  outcome: Type.String({ description: 'running, done, failed or refused' }),
  cause: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
  fix: Type.Optional(Type.String()),
  facts: Facts,
})

/** An event of a secret. */
export const SecretEventSchema = Type.Object({
  id: Type.Integer(),
  framework: Type.String(),
  family: Type.String(),
  owner: Type.String(),
  name: Type.String(),
  at: Ms('ms since 1970 by the machine’s clock, with fractions'),
  kind: Type.String(),
  taskId: Type.Optional(Type.String()),
  stage: Type.Optional(Type.String()),
  worker: Type.Optional(Type.String()),
  fingerprint: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
  via: Type.String(),
})

/** A canary that was found in what a task left behind. */
const FindingSchema = Type.Object({
  id: Type.Integer(),
  taskId: Type.String(),
  secret: Type.Object({
    framework: Type.String(),
    family: Type.String(),
    owner: Type.String(),
    name: Type.String(),
  }),
  where: Type.String(),
  encoding: Type.String(),
  offset: Type.Integer(),
  at: Ms('ms since 1970 by the machine’s clock'),
})

/** What happened to a task. */
export const Timeline = Type.Object({
  taskId: Type.String(),
  now: Ms('The machine’s clock, ms since 1970, with fractions'),
  failure: Type.Union([
    Type.Object({
      step: StepSchema,
      cause: Type.Optional(Type.String()),
      reason: Type.Optional(Type.String()),
      fix: Type.Optional(Type.String()),
    }),
    Type.Null(),
  ]),
  steps: Type.Array(StepSchema),
  secrets: Type.Array(SecretEventSchema),
  findings: Type.Array(FindingSchema),
})

/** What happened to a task, in the types of the timeline. */
export interface Timeline {
  taskId: string
  /** The machine's clock, ms since 1970. */
  now: number
  /** Why it failed; `null` while it did not. */
  failure: TaskFailureReason | null
  /** In the order they began. */
  steps: Step[]
  /** Events of secrets that were for it. */
  secrets: SecretEvent[]
  /** Canaries that it gave away. */
  findings: Finding[]
}
