import type { DealId, TaskId } from '@iexec-sim/protocol'
import Type from 'typebox'
import type { WorkerName } from '../misbehaviour/misbehaviour.ts'
import type { ClockOwner, FaultCause, FaultyService } from './fault-names.ts'
import type { WorkerStage } from './stages.ts'

/** Longest delay timers take; above it they would fire at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1
/** Ten years; much more would move clocks beyond the range of dates. */
const FURTHEST_DRIFT_MS = 10 * 365 * 86_400_000

const exact = { additionalProperties: false } as const
const delayMs = (description: string) =>
  Type.Optional(Type.Number({ minimum: 0, maximum: LONGEST_DELAY_MS, description }))
const yes = (description: string) => Type.Optional(Type.Literal(true, { description }))
/** A name that only a running network can check. */
const name = <T extends string>(description: string) => Type.Unsafe<T>(Type.String({ description }))
const id = <T extends string>(description: string) =>
  Type.Optional(
    Type.Unsafe<T>(
      Type.String({ pattern: '^0x[0-9a-fA-F]{64}$', form: '32 bytes of hex', description }),
    ),
  )

/** When a fault strikes. */
const limits = {
  rate: Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: 1,
      description: 'share of the occasions at which it strikes, 0 to 1 (default 1)',
    }),
  ),
  times: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'number of strikes after which it is removed (default unlimited)',
    }),
  ),
}

/** Trouble of a route, in place of its work or before it. */
const httpTrouble = Type.Object(
  {
    delayMs: delayMs('milliseconds before anything else happens'),
    status: Type.Optional(
      Type.Integer({
        minimum: 200,
        maximum: 599,
        description: 'status of the answer, with an error body of the form of the service',
      }),
    ),
    drop: yes('`true` ends the connection without an answer'),
  },
  { ...exact, description: 'effect on a request: status, delayMs or drop' },
)

/** Trouble of the chain with transactions. */
const chainTrouble = Type.Object(
  {
    revert: yes('`true` mines the transaction, which reverts without a reason'),
    delayMs: delayMs('milliseconds between the hash, returned at once, and the block'),
    reorder: Type.Optional(
      Type.Integer({
        minimum: 2,
        maximum: 100,
        description: 'number of transactions held back, then mined with the last one first',
      }),
    ),
  },
  { ...exact, description: 'effect on transactions: exactly one of these' },
)

/** Faults by their kind: one schema for their types, their check and their page. */
export const FAULT_SCHEMAS = {
  http: Type.Object(
    {
      on: Type.Literal('http', { description: 'an HTTP route of a service fails' }),
      service: name<FaultyService>('service whose routes fail'),
      route: Type.Optional(
        Type.String({
          description:
            "the route's pattern, such as `/tasks/:taskId`, with or without a method before it (default every route of the service)",
        }),
      ),
      method: Type.Optional(Type.String({ description: 'HTTP method (default any)' })),
      does: httpTrouble,
      ...limits,
    },
    exact,
  ),
  chain: Type.Object(
    {
      on: Type.Literal('chain', {
        description: 'the chain mines transactions late, in another order, or has them revert',
      }),
      does: chainTrouble,
      ...limits,
    },
    exact,
  ),
  stage: Type.Object(
    {
      on: Type.Literal('stage', { description: 'a stage of a task fails on a worker' }),
      cause: name<FaultCause>('cause of the real network, or trouble on a machine'),
      stage: Type.Optional(
        name<WorkerStage>('stage (default the first one to come at which the cause can occur)'),
      ),
      worker: Type.Optional(name<WorkerName>('worker (default any)')),
      task: id<TaskId>('task id, 32 bytes of hex (default every task)'),
      deal: id<DealId>('deal id, 32 bytes of hex (default every deal)'),
      ...limits,
    },
    exact,
  ),
  clock: Type.Object(
    {
      on: Type.Literal('clock', { description: 'the clock of a service is wrong' }),
      service: name<ClockOwner>('service whose clock is wrong'),
      driftMs: Type.Number({
        minimum: -FURTHEST_DRIFT_MS,
        maximum: FURTHEST_DRIFT_MS,
        description: "milliseconds it is ahead of the network's clock; behind when below 0",
      }),
    },
    exact,
  ),
}
