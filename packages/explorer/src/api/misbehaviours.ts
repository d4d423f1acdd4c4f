import {
  type MisbehaviourEntry,
  SCHEDULER,
  SCHEDULER_MISBEHAVIOURS,
  WORKER_MISBEHAVIOURS,
} from '@iexec-sim/faults'
import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import { Misbehaviours } from '../schema/trouble.ts'
import { requireSession } from '../session/guard.ts'
import type { ExplorerSources } from '../sources.ts'
import { described } from './described.ts'

const Id = Type.String({ pattern: '^0x[0-9a-fA-F]{64}$' })
const Entry = Type.Object(
  {
    actor: Type.String(),
    does: Type.String(),
    deal: Type.Optional(Id),
    task: Type.Optional(Id),
  },
  { additionalProperties: false },
)

/** `/misbehaviours`: GET lists them, POST adds one, DELETE takes all back. */
export function misbehaviourRoutes(sources: ExplorerSources): FastifyPluginAsync {
  const { misbehaviours, sessions } = sources
  const list = (): Misbehaviours => ({
    actors: Object.fromEntries(
      misbehaviours.actors.map((actor) => [
        actor,
        [...(actor === SCHEDULER ? SCHEDULER_MISBEHAVIOURS : WORKER_MISBEHAVIOURS)],
      ]),
    ),
    entries: misbehaviours.list(),
  })
  return async (app) => {
    const onRequest = requireSession(sessions)
    const about = (summary: string, input = {}) =>
      described('misbehaviours', summary, { ...input, returns: Misbehaviours, isPrivate: true })
    app.get(
      '/misbehaviours',
      { schema: described('misbehaviours', 'List misbehaviours', { returns: Misbehaviours }) },
      list,
    )
    app.post<{ Body: MisbehaviourEntry }>(
      '/misbehaviours',
      { onRequest, schema: about('Make an actor misbehave', { body: Entry }) },
      async ({ body }) => {
        misbehaviours.add(body)
        return list()
      },
    )
    app.delete(
      '/misbehaviours',
      { onRequest, schema: about('Take all misbehaviours back') },
      async () => {
        misbehaviours.clear()
        return list()
      },
    )
  }
}
