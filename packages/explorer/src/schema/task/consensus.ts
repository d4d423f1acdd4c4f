import { type Static, Type } from 'typebox'

const Amount = (description: string) => Type.String({ description })

/** How the hub counts the contributions to a task. */
export const Consensus = Type.Object({
  taskId: Type.String(),
  status: Type.String({ description: 'As the chain has it' }),
  contributions: Type.Array(
    Type.Object({
      worker: Type.String({ description: 'Address' }),
      name: Type.Optional(Type.String({ description: 'Name in the debug pool' })),
      isStranger: Type.Boolean(),
      resultHash: Type.String(),
      status: Type.String(),
      score: Amount('The worker’s score before it contributed'),
      power: Amount('Voting power'),
      weight: Amount('Weight when the reward is shared'),
      rejected: Type.Boolean(),
      blockNumber: Type.Integer(),
    }),
  ),
  count: Type.Object({
    trust: Amount('Trust of the deal'),
    total: Amount('Sum of all groups’ weights, and 1'),
    groups: Type.Array(
      Type.Object({
        resultHash: Type.String(),
        workers: Type.Array(Type.String()),
        weight: Amount('Product of the powers'),
        left: Amount('weight × trust'),
        right: Amount('total × (trust − 1)'),
        wins: Type.Boolean({ description: 'Whether left is larger than right' }),
      }),
    ),
  }),
  verdict: Type.String(),
  remarks: Type.Array(Type.String()),
})
export type Consensus = Static<typeof Consensus>
