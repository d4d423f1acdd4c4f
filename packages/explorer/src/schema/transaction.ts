import { type Static, Type } from 'typebox'
import { ChainEvent, DecodedCall, RlcChange } from './call.ts'
import { Address, Hash, orNull, Time, Whole } from './common.ts'

/** A call that a transaction made, itself the first. */
export const InternalCall = Type.Object({
  depth: Type.Integer({ description: '0 for the transaction itself' }),
  type: Type.String({ description: 'CALL, DELEGATECALL, STATICCALL, CREATE, …' }),
  from: Address,
  to: orNull(Address),
  call: orNull(DecodedCall),
  input: Type.String({ description: 'The first 4 bytes, hex' }),
  value: Whole('wei'),
  gasUsed: Whole('Gas'),
  error: orNull(Type.String()),
})
export type InternalCall = Static<typeof InternalCall>

/** A transaction, decoded. */
export const Transaction = Type.Object({
  hash: Hash,
  block: orNull(Type.Integer({ description: 'Null while it waits' })),
  at: orNull(Time),
  from: Address,
  to: orNull(Address),
  created: orNull(Address),
  nonce: Type.Integer(),
  value: Whole('wei'),
  gasLimit: Whole('Gas'),
  gasUsed: orNull(Whole('Gas')),
  gasPrice: Whole('wei'),
  succeeded: orNull(Type.Boolean()),
  reason: orNull(Type.String({ description: 'Why it reverted' })),
  call: orNull(DecodedCall),
  input: Type.String({ description: 'Hex' }),
  events: Type.Array(ChainEvent),
  rlc: Type.Array(RlcChange, {
    description: 'Accounts whose RLC the block of the transaction changed',
  }),
})
export type Transaction = Static<typeof Transaction>

/** What a transaction called, in order. */
export const InternalCalls = Type.Object({
  calls: Type.Array(InternalCall),
  more: Type.Integer({ description: 'Calls that were left out' }),
})
export type InternalCalls = Static<typeof InternalCalls>
