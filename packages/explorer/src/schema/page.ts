import { type Static, type TSchema, Type } from 'typebox'

/** Most items of one page. */
const MOST_ITEMS = 100

/** Which page of a list is asked for. */
export const PageQuery = Type.Object({
  page: Type.Integer({ minimum: 0, maximum: 10_000_000, default: 0, description: 'From 0' }),
  pageSize: Type.Integer({ minimum: 1, maximum: MOST_ITEMS, default: 25 }),
})
export type PageQuery = Static<typeof PageQuery>

/** One page of a list. */
export const pageOf = <Item extends TSchema>(items: Item) =>
  Type.Object({
    total: Type.Integer({ description: 'Items of all pages' }),
    items: Type.Array(items),
  })

/** One page of a list. */
export interface Page<Item> {
  /** Items of all pages. */
  total: number
  items: Item[]
}
