import { type Static, Type } from 'typebox'

/** Something that a search found. */
export const Hit = Type.Object({
  kind: Type.String({ description: 'block, transaction, deal, task, app, wallet, …' }),
  id: Type.String({ description: 'Number, hash or address' }),
  name: Type.Union([Type.String(), Type.Null()]),
  url: Type.String({ description: 'Path of its page' }),
})
export type Hit = Static<typeof Hit>

/** Everything that a search found, the best first. */
export const Hits = Type.Object({ hits: Type.Array(Hit) })
export type Hits = Static<typeof Hits>
