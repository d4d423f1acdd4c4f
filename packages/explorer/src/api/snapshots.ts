import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import { SnapshotOrder, Snapshots } from '../schema/snapshot.ts'
import { requireSession } from '../session/guard.ts'
import type { ExplorerSources } from '../sources.ts'
import { described } from './described.ts'

const Name = Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }) })
type Named = { Params: { name: string } }

/** `/snapshots`: GET lists them, POST saves one, POST of one's `/restore` puts the network back. */
export function snapshotRoutes({ snapshots, sessions }: ExplorerSources): FastifyPluginAsync {
  const list = (): Snapshots => ({
    snapshots: snapshots.list().map(({ name, savedAt }) => ({ name, savedAt })),
  })
  return async (app) => {
    const onRequest = requireSession(sessions)
    const about = (summary: string, input = {}) =>
      described('snapshots', summary, { ...input, returns: Snapshots, isPrivate: true })
    app.get(
      '/snapshots',
      { schema: described('snapshots', 'List snapshots', { returns: Snapshots }) },
      list,
    )
    app.post<{ Body: SnapshotOrder }>(
      '/snapshots',
      { onRequest, schema: about('Save a snapshot', { body: SnapshotOrder }) },
      async ({ body: { name, replace = false } }) => {
        await snapshots.save(name, { replace })
        return list()
      },
    )
    app.post<Named>(
      '/snapshots/:name/restore',
      { onRequest, schema: about('Put the network back', { params: Name }) },
      async ({ params }) => {
        await snapshots.restore(params.name)
        return list()
      },
    )
    app.delete<Named>(
      '/snapshots/:name',
      { onRequest, schema: about('Remove a snapshot', { params: Name }) },
      async ({ params }) => {
        await snapshots.remove(params.name)
        return list()
      },
    )
  }
}
