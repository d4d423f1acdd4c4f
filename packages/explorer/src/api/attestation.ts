import { SimError } from '@iexec-sim/base'
import type { TeeFramework } from '@iexec-sim/protocol'
import { checksOf, differenceOf, type Inspection } from '@iexec-sim/tee'
import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import { readAsset } from '../poco/assets.ts'
import { PageQuery } from '../schema/page.ts'
import { requireSession } from '../session/guard.ts'
import type { ExplorerSources } from '../sources.ts'
import { described } from './described.ts'
import { type TaskParams, TaskPath, taskIdOf } from './task/find-task.ts'

/** Inspections that are kept; one may have tens of thousands of files. */
const KEPT = 4

const Image = Type.String({
  minLength: 1,
  maxLength: 300,
  description: 'Address of an app, or name of a local image',
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

/**
 * `/attestation/…`, for those who have a session, since anybody can deploy an app that names any
 * image of the engine, and `/tasks/:taskId/evidence`: fingerprints and how they were verified.
 */
export function attestationRoutes(sources: ExplorerSources): FastifyPluginAsync {
  const inspect = oneAtATime(sources)
  return async (app) => {
    const onRequest = requireSession(sources.sessions)
    const open = async (image: string, tee: TeeFramework) => {
      const served = sources.profile.teeFrameworks
      if (!served.includes(tee))
        throw new SimError('FRAMEWORK_NOT_SERVED', { framework: tee, served: served.join(', ') })
      if (!/^0x[0-9a-f]{40}$/i.test(image)) return inspect(image, tee)
      const found = await readAsset(sources.poco, 'app', image)
      if (!found?.location) throw new SimError('IMAGE_NOT_FOUND', { image })
      return inspect(found.location, tee)
    }
    const about = (summary: string, querystring: typeof One | typeof Files | typeof Two) =>
      described('attestation', summary, {
        ...{ querystring, returns: Type.Unknown(), isPrivate: true },
      })

    app.get<{ Querystring: Asked }>(
      '/attestation/measurement',
      { onRequest, schema: about('Fingerprint of an image and its configuration', One) },
      async (request) => {
        const { image, framework } = request.query
        const { files, ...rest } = await open(image, framework)
        return { ...rest, fileCount: files.length }
      },
    )
    app.get<{ Querystring: Asked & PageQuery & { path: string } }>(
      '/attestation/files',
      { onRequest, schema: about('Files of an image', Files) },
      async (request) => {
        const { image, framework, path, page, pageSize } = request.query
        const { files } = await open(image, framework)
        const items = files.filter((file) => file.path.includes(path))
        const from = page * pageSize
        return { total: items.length, items: items.slice(from, from + pageSize) }
      },
    )
    app.get<{ Querystring: { a: string; b: string; framework: TeeFramework } }>(
      '/attestation/difference',
      { onRequest, schema: about('Why the fingerprints of two images differ', Two) },
      async (request) => {
        const { a, b, framework } = request.query
        const [first, second] = [await open(a, framework), await open(b, framework)]
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

/** Measuring reads a whole image: one at a time, and the latest are kept by their content id. */
function oneAtATime({
  inspect,
  imageId,
}: Pick<ExplorerSources, 'inspect' | 'imageId'>): ExplorerSources['inspect'] {
  const kept = new Map<string, Inspection>()
  let last: Promise<unknown> = Promise.resolve()
  return (image, framework) => {
    const next = last.then(async () => {
      const key = `${framework} ${await imageId(image)}`
      const found = kept.get(key) ?? (await inspect(image, framework))
      kept.delete(key)
      kept.set(key, found)
      if (kept.size > KEPT) kept.delete(kept.keys().next().value!)
      // Other names of the image have the same measurement.
      return { ...found, image }
    })
    last = next.catch(() => {})
    return next
  }
}
