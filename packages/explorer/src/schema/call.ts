import { type Static, Type } from 'typebox'
import { Address, orNull, Whole } from './common.ts'

/** A decoded argument. */
export interface Argument {
  /** Name in the ABI; empty without one. */
  name: string
  /** Type in the ABI. */
  type: string
  /** Whole numbers as decimal text, bytes as hex; the parts of a tuple or an array. */
  value: string | Argument[]
}
export const Argument = Type.Unsafe<Argument>(
  Type.Object({
    name: Type.String(),
    type: Type.String({ description: 'Type in the ABI' }),
    value: Type.Union([Type.String(), Type.Array(Type.Object({}))], {
      description: 'Parts of a tuple or an array are arguments themselves',
    }),
  }),
)

/** A call as its ABI reads it. */
export const DecodedCall = Type.Object({
  name: Type.String({ description: 'Function' }),
  args: Type.Array(Argument),
})
export type DecodedCall = Static<typeof DecodedCall>

/** An event of a transaction. */
export const ChainEvent = Type.Object({
  index: Type.Integer({ description: 'Place among the events of the block' }),
  address: Address,
  name: orNull(Type.String({ description: 'Null for an event of no known ABI' })),
  args: Type.Array(Argument),
  topics: Type.Array(Type.String()),
  data: Type.String(),
})
export type ChainEvent = Static<typeof ChainEvent>

/** RLC of an account before and after the block of a transaction. */
export const RlcChange = Type.Object({
  account: Address,
  before: Type.Object({ stake: Whole('nRLC'), locked: Whole('nRLC'), wallet: Whole('nRLC') }),
  after: Type.Object({ stake: Whole('nRLC'), locked: Whole('nRLC'), wallet: Whole('nRLC') }),
})
export type RlcChange = Static<typeof RlcChange>
