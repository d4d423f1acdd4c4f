import { type Static, Type } from 'typebox'

/** A snapshot of the whole network. */
const Snapshot = Type.Object({
  name: Type.String(),
  savedAt: Type.String({ description: 'ISO 8601' }),
})

/** All snapshots, the oldest first. */
export const Snapshots = Type.Object({ snapshots: Type.Array(Snapshot) })
export type Snapshots = Static<typeof Snapshots>

/** A snapshot to save. */
export const SnapshotOrder = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    replace: Type.Optional(Type.Boolean({ description: 'Replace one of the same name' })),
  },
  { additionalProperties: false },
)
export type SnapshotOrder = Static<typeof SnapshotOrder>
