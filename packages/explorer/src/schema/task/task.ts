import { type Static, Type } from 'typebox'

const Maybe = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])
const Moment = Type.String({ description: 'ISO 8601, by the network’s clock' })

/** A worker's run of a task. */
const Replicate = Type.Object({
  worker: Type.String({ description: 'Name of the worker, or its address' }),
  address: Type.String(),
  status: Type.String(),
  updates: Type.Array(
    Type.Object({ date: Moment, status: Type.String(), cause: Type.Optional(Type.String()) }),
  ),
  exitCode: Type.Optional(Type.Integer({ description: 'Exit code of the app, where it failed' })),
  reason: Type.Optional(Type.String({ description: 'Why it failed, as a sentence' })),
  notes: Type.Optional(Type.Array(Type.String())),
  refusedHosts: Type.Optional(Type.Array(Type.String())),
  argv: Type.Optional(Type.Array(Type.String())),
})

/** A task as the pool and the chain have it. */
export const TaskView = Type.Object({
  taskId: Type.String(),
  dealId: Type.String(),
  index: Type.Integer({ description: 'Index of the task within its request order' }),
  app: Type.String({ description: 'Address of the app' }),
  image: Maybe(Type.String()),
  args: Type.String(),
  secrets: Type.Record(Type.String(), Type.String(), {
    description: 'Index of a variable of the app to the name of a requester secret',
  }),
  tag: Type.Array(Type.String()),
  framework: Maybe(Type.String()),
  requester: Type.String(),
  trust: Type.Integer(),
  category: Type.Integer(),
  status: Type.String({
    description: 'As the pool has it; as the chain, for that of another pool',
  }),
  chainStatus: Maybe(Type.String()),
  isOver: Type.Boolean(),
  statuses: Type.Array(Type.Object({ status: Type.String(), date: Moment })),
  contributionDeadline: Maybe(Moment),
  revealDeadline: Maybe(Moment),
  finalDeadline: Maybe(Moment),
  result: Type.Object(
    { storage: Type.String(), location: Type.Optional(Type.String()) },
    { description: 'Where the result is' },
  ),
  digest: Maybe(Type.String({ description: 'Digest of the result, on chain' })),
  callbackData: Maybe(Type.String()),
  reason: Type.Optional(Type.String({ description: 'Why the pool gave up, as a sentence' })),
  replicates: Type.Array(Replicate),
})
export type TaskView = Static<typeof TaskView>
