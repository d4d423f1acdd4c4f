import { type Static, Type } from 'typebox'
import { Address, Hash, orNull, Time, Whole } from '../common.ts'
import { pageOf } from '../page.ts'

/** An asset of a deal. */
const Part = Type.Object({
  address: Address,
  name: Type.String(),
  owner: Address,
  price: Whole('nRLC for a task'),
})

/** A deal in one line. */
export const DealLine = Type.Object({
  dealId: Hash,
  at: Time,
  app: Part,
  dataset: orNull(Part),
  workerpool: Part,
  requester: Address,
  tag: Type.Array(Type.String({ description: 'Names of its bits, such as tee' })),
  category: Type.Integer(),
  size: Type.Integer({ description: 'Tasks' }),
  completed: Type.Integer({ description: 'Tasks that completed' }),
  claimed: Type.Integer({ description: 'Tasks that failed and were claimed' }),
  price: Whole('nRLC for a task'),
})
export type DealLine = Static<typeof DealLine>

/** Deals, the newest first. */
export const DealLines = pageOf(DealLine)

/** A deal. */
export const DealView = Type.Interface([DealLine], {
  beneficiary: Address,
  callback: orNull(Address),
  sponsor: Address,
  params: Type.String({ description: 'As the requester wrote them' }),
  trust: Type.Integer(),
  firstIndex: Type.Integer({ description: 'Index of its first task' }),
  workerStake: Whole('nRLC that each worker locks'),
  schedulerRewardRatio: Type.Integer({ description: 'Percent' }),
  orders: Type.Object({
    app: Hash,
    dataset: orNull(Hash),
    workerpool: Hash,
    request: Hash,
  }),
  transaction: orNull(Hash),
})
export type DealView = Static<typeof DealView>

/** A task of a deal, initialized or not. */
export const DealTask = Type.Object({
  taskId: Hash,
  index: Type.Integer(),
  status: Type.String({ description: 'UNSET before it is initialized' }),
  poolStatus: orNull(Type.String()),
})
export type DealTask = Static<typeof DealTask>
