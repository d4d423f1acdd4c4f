import { type Static, Type } from 'typebox'
import { Address, Hash, orNull, Time, Whole } from '../common.ts'
import { PageQuery, pageOf } from '../page.ts'

const Kind = Type.Enum(['app', 'dataset', 'workerpool', 'request'])
const Tag = Type.String({
  maxLength: 100,
  description: 'Names of its bits, such as tee,scone; standard for none',
})

/** Orders that are asked for. */
export const OrderFilter = Type.Object({
  kind: Type.Unsafe<'app' | 'dataset' | 'workerpool' | 'request'>({
    ...Kind,
    default: 'workerpool',
  }),
  tag: Type.Optional(Tag),
})
export type OrderFilter = Static<typeof OrderFilter>
/** Orders that are asked for, a page of them. */
export const OrderQuery = Type.Interface([OrderFilter, PageQuery], {})
export type OrderQuery = Static<typeof OrderQuery>

/** An open order in one line. */
export const OrderLine = Type.Object({
  hash: Hash,
  of: Address,
  signer: Address,
  price: Whole('nRLC for a task'),
  remaining: Type.Integer({ description: 'Tasks it is still good for' }),
  tag: Type.Array(Type.String()),
  category: orNull(Type.Integer()),
  trust: orNull(Type.Integer()),
  publishedAt: Time,
})
export type OrderLine = Static<typeof OrderLine>

/** Open orders, the best first. */
export const OrderLines = pageOf(OrderLine)

/** Depth of the order book for one kind. */
export const Depth = Type.Object({
  tags: Type.Array(Type.String(), { description: 'Tags of the open orders of the kind' }),
  points: Type.Array(
    Type.Object({
      price: Whole('nRLC for a task'),
      volume: Type.Integer({ description: 'Tasks at this price or a better one' }),
    }),
  ),
})
export type Depth = Static<typeof Depth>
