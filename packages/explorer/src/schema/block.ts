import { type Static, Type } from 'typebox'
import { Address, Hash, orNull, Time, Whole } from './common.ts'
import { pageOf } from './page.ts'

/** A transaction in one line. */
export const TransactionLine = Type.Object({
  hash: Hash,
  from: Address,
  to: orNull(Address),
  created: orNull(Address),
  method: orNull(Type.String({ description: 'Function that is called, if its ABI is known' })),
  succeeded: Type.Boolean(),
  value: Whole('wei'),
  gasUsed: Whole('Gas'),
})
export type TransactionLine = Static<typeof TransactionLine>

/** A block with its transactions. */
export const Block = Type.Object({
  number: Type.Integer(),
  hash: Hash,
  parentHash: Hash,
  at: Time,
  gasUsed: Whole('Gas'),
  gasLimit: Whole('Gas'),
  transactions: Type.Array(TransactionLine),
})
export type Block = Static<typeof Block>

/** Blocks, the newest first. */
export const Blocks = pageOf(Block)
export type Blocks = Static<typeof Blocks>
