import { SimError } from '@iexec-sim/base'
import type { TeeFramework } from '@iexec-sim/protocol'
import { checksOf, differenceOf, type Inspection } from '@iexec-sim/tee'
import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import { readAsset } from '../poco/assets.ts'
import { PageQuery } from '../schema/page.ts'
import { hasSession } from '../session/guard.ts'
import type { ExplorerSources } from '../sources.ts'
import { described } from './described.ts'
import { type TaskParams, TaskPath, taskIdOf } from './task/find-task.ts'

/** Inspections that are kept; one may have tens of thousands of files. */
const KEPT = 4

const Image = Type.String({
  minLength: 1,
  maxLength: 300,
  description: 'Address of an app, or with a session the name of any local image',
})
const framework = Type.String({ pattern: '^(scone|gramine|tdx)$', default: 'scone' })
const One = Type.Object({ image: Image, framework })
const Files = Type.Object({
  ...One.properties,
  ...PageQuery.properties,
  path: Type.String({ maxLength: 300, default: '', description: 'Part of the path' }),
})
const Two = Type.Object({ a: Image, b: Image, framework })
interface Asked {
  image: string
  framework: TeeFramework
}

/** `/attestation/…` and `/tasks/:taskId/evidence`: fingerprints and how they were verified. */
export function attestationRoutes(sources: ExplorerSources): FastifyPluginAsync {
  const inspect = oneAtATime(sources.inspect)
  return async (app) => {
    const open = async (image: string, tee: TeeFramework, mayName: boolean) => {
      if (!/^0x[0-9a-f]{40}$/i.test(image)) {
        if (!mayName) throw new NeedsSession()
        return inspect(image, tee)
      }
      const found = await readAsset(sources.poco, 'app', image)
      if (!found?.location) throw new SimError('IMAGE_NOT_FOUND', { image })
      return inspect(found.location, tee)
    }
    const about = (summary: string, querystring: typeof One | typeof Files | typeof Two) =>
      described('attestation', summary, { querystring, returns: Type.Unknown() })

    app.get<{ Querystring: Asked }>(
      '/attestation/measurement',
      { schema: about('Fingerprint of an image and its configuration', One) },
      async (request) => {
        const { image, framework } = request.query
        const may = hasSession(request, sources.sessions)
        const { files, ...rest } = await open(image, framework, may)
        return { ...rest, fileCount: files.length }
      },
    )
    app.get<{ Querystring: Asked & PageQuery & { path: string } }>(
      '/attestation/files',
      { schema: about('Files of an image', Files) },
      async (request) => {
        const { image, framework, path, page, pageSize } = request.query
        const { files } = await open(image, framework, hasSession(request, sources.sessions))
        const items = files.filter((file) => file.path.includes(path))
        const from = page * pageSize
        return { total: items.length, items: items.slice(from, from + pageSize) }
      },
    )
    app.get<{ Querystring: { a: string; b: string; framework: TeeFramework } }>(
      '/attestation/difference',
      { schema: about('Why the fingerprints of two images differ', Two) },
      async (request) => {
        const { a, b, framework } = request.query
        const may = hasSession(request, sources.sessions)
        const [first, second] = [await open(a, framework, may), await open(b, framework, may)]
        const fingerprints = { a: first.fingerprint, b: second.fingerprint }
        return { fingerprints, ...differenceOf(first, second) }
      },
    )
    app.get<TaskParams>(
      '/tasks/:taskId/evidence',
      {
        schema: described('attestation', 'Evidence of a task and how it was verified', {
          params: TaskPath,
          returns: Type.Unknown(),
        }),
      },
      ({ params }, reply) =>
        reply.send(
          sources.timeline
            .ofTask(taskIdOf(params.taskId))
            .filter(({ name }) => name === 'evidence-verified')
            .map(({ id, actor, startedAt, outcome, cause, facts }) => ({
              ...{ id, actor, startedAt, outcome, cause, facts },
              checks: checksOf(cause),
            })),
        ),
    )
  }
}

/** Measuring reads a whole image: one at a time, and the latest are kept by name. */
function oneAtATime(inspect: ExplorerSources['inspect']): ExplorerSources['inspect'] {
  const kept = new Map<string, { at: number; found: Inspection }>()
  let last: Promise<unknown> = Promise.resolve()
  return (image, framework) => {
    const key = `${framework} ${image}`
    const next = last.then(async () => {
      const known = kept.get(key)
      if (known && Date.now() - known.at < 60_000) return known.found
      const found = await inspect(image, framework)
      kept.delete(key)
      kept.set(key, { at: Date.now(), found })
      if (kept.size > KEPT) kept.delete(kept.keys().next().value!)
      return found
    })
    last = next.catch(() => {})
    return next
  }
}

/** An image was named without a session. */
class NeedsSession extends Error {
  readonly statusCode = 401
  constructor() {
    super('Naming an image needs a session: run "iexec-sim open". Apps can be chosen without one.')
  }
}
