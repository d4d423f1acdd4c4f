import { type Static, Type } from 'typebox'
import { PageQuery } from '../page.ts'

const AddressFilter = Type.Optional(Type.String({ pattern: '^0x[0-9a-fA-F]{40}$' }))

/** Filters of tasks. */
export const TaskQuery = Type.Interface([PageQuery], {
  status: Type.Optional(Type.Enum(['ACTIVE', 'REVEALING', 'COMPLETED', 'FAILED'])),
  requester: AddressFilter,
})
export type TaskQuery = Static<typeof TaskQuery>

/** Filters of deals. */
export const DealQuery = Type.Interface([PageQuery], {
  app: AddressFilter,
  dataset: AddressFilter,
  workerpool: AddressFilter,
  requester: AddressFilter,
})
export type DealQuery = Static<typeof DealQuery>

/** The filter of the index for the values of a query that are there. */
export const filterOf = (values: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value.toLowerCase()]],
    ),
  )
