import { type Static, Type } from 'typebox'

/** Workers of the debug pool, and what they do now. */
export const Workers = Type.Object({
  workers: Type.Array(
    Type.Object({
      name: Type.String(),
      address: Type.String(),
      isAlive: Type.Boolean({ description: 'Whether it listens to the scheduler' }),
      doing: Type.Array(
        Type.Object({ taskId: Type.String(), status: Type.String() }, { description: 'Its tasks' }),
      ),
    }),
  ),
})
export type Workers = Static<typeof Workers>
