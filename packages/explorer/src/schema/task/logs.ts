import { type Static, Type } from 'typebox'

/** What an app prints: chunks while it runs, whole texts of workers that are done. */
export const TaskLogs = Type.Object({
  last: Type.Integer({ description: 'Number of the last chunk, for ?after' }),
  chunks: Type.Array(
    Type.Object({
      worker: Type.String(),
      stream: Type.String({ description: 'stdout or stderr' }),
      text: Type.String(),
    }),
  ),
  done: Type.Array(
    Type.Object({ worker: Type.String(), stdout: Type.String(), stderr: Type.String() }),
  ),
})
export type TaskLogs = Static<typeof TaskLogs>
