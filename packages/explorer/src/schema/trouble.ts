import { type Static, Type } from 'typebox'

/** Faults in force, as "iexec-sim fault list --json" has them. */
export const Faults = Type.Object({
  faults: Type.Array(
    Type.Object(
      {
        id: Type.Integer(),
        on: Type.String({ description: 'http, chain, stage or clock' }),
        struck: Type.Integer({ description: 'How often it has struck' }),
      },
      { additionalProperties: true },
    ),
  ),
})
export type Faults = Static<typeof Faults>

/** Misbehaviours in force, and who can be told to misbehave. */
export const Misbehaviours = Type.Object({
  actors: Type.Record(Type.String(), Type.Array(Type.String())),
  entries: Type.Array(
    Type.Object({
      actor: Type.String(),
      does: Type.String(),
      deal: Type.Optional(Type.String()),
      task: Type.Optional(Type.String()),
    }),
  ),
})
export type Misbehaviours = Static<typeof Misbehaviours>
