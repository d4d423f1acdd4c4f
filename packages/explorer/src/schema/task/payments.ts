import { type Static, Type } from 'typebox'

const Price = Type.Object({
  address: Type.String(),
  owner: Type.String(),
  price: Type.String({ description: 'nRLC for each task' }),
})

/** What a task costs, by its deal, and what the escrow did. */
export const Payments = Type.Object({
  dealId: Type.String(),
  requester: Type.String(),
  sponsor: Type.String({ description: 'Account that pays' }),
  beneficiary: Type.String(),
  callback: Type.Union([Type.String(), Type.Null()]),
  app: Price,
  dataset: Type.Union([Price, Type.Null()]),
  workerpool: Price,
  total: Type.String({ description: 'nRLC of one task' }),
  workerStake: Type.String({ description: 'nRLC each worker locks' }),
  tasks: Type.Integer({ description: 'Number of tasks of the deal' }),
  params: Type.String({ description: 'Parameters as the requester wrote them' }),
  movements: Type.Array(
    Type.Object({
      event: Type.String({ description: 'Lock, Unlock, Seize, Reward or Schedule… of the hub' }),
      account: Type.String(),
      amount: Type.String({ description: 'nRLC' }),
      transaction: Type.String(),
    }),
  ),
})
export type Payments = Static<typeof Payments>
