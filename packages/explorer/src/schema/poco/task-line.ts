import { type Static, Type } from 'typebox'
import { Address, Hash, orNull, Time } from '../common.ts'
import { pageOf } from '../page.ts'

/** A task in one line. */
export const TaskLine = Type.Object({
  taskId: Hash,
  deal: Hash,
  index: Type.Integer(),
  status: Type.String({ description: 'On the chain: ACTIVE, REVEALING, COMPLETED or FAILED' }),
  poolStatus: orNull(Type.String({ description: 'At the debug pool, if it has the task' })),
  app: Address,
  appName: Type.String(),
  requester: Address,
  changedAt: Time,
  finalDeadline: Time,
})
export type TaskLine = Static<typeof TaskLine>

/** Tasks, those that changed last first. */
export const TaskLines = pageOf(TaskLine)
