import { SimError } from '@iexec-sim/base'
import { decodeResultLink } from '@iexec-sim/protocol'
import { resultFiles } from '@iexec-sim/storage/client'
import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import { ResultFiles } from '../../schema/task/result.ts'
import type { ExplorerSources } from '../../sources.ts'
import { described } from '../described.ts'
import { findTask, type TaskParams, TaskPath } from './find-task.ts'
import { kindOf, previewOf } from './preview.ts'

/** Largest result whose files are listed, bytes, packed or not. */
const LARGEST = 64 * 1024 ** 2
/** Most files in a list. */
const MOST_FILES = 200

const Name = Type.Object({ name: Type.String({ maxLength: 4_096 }) })

/** `GET /tasks/:taskId/result` lists the files, `/result/file?name=` sends one. */
export function resultRoutes(sources: ExplorerSources): FastifyPluginAsync {
  return async (app) => {
    app.get<TaskParams>(
      '/tasks/:taskId/result',
      {
        schema: described('tasks', 'Files of the result, with previews', {
          params: TaskPath,
          returns: ResultFiles,
        }),
      },
      async ({ params }) => listFiles(sources, params.taskId),
    )
    app.get<TaskParams & { Querystring: { name: string } }>(
      '/tasks/:taskId/result/file',
      {
        schema: described('tasks', 'A file of the result', { params: TaskPath, querystring: Name }),
      },
      async ({ params, query }, reply) => {
        const { files } = await read(sources, params.taskId)
        if (!Object.hasOwn(files, query.name))
          return reply.code(404).send({ error: 'The result has no file of this name.' })
        // Whatever the app wrote, a browser stores it and shows it to nobody.
        return reply
          .type('application/octet-stream')
          .header('content-disposition', 'attachment')
          .send(Buffer.from(files[query.name]!))
      },
    )
  }
}

async function listFiles(sources: ExplorerSources, taskId: string): Promise<ResultFiles> {
  try {
    const { link, files } = await read(sources, taskId)
    const entries = Object.entries(files).filter(([name]) => !name.endsWith('/'))
    return {
      ...link,
      files: entries.slice(0, MOST_FILES).map(([name, bytes]) => ({
        name,
        bytes: bytes.length,
        kind: kindOf(name, bytes),
        ...previewOf(bytes),
      })),
      left: Math.max(0, entries.length - MOST_FILES),
    }
  } catch (error) {
    if (!(error instanceof SimError) || error.code === 'TASK_UNKNOWN') throw error
    return { storage: 'ipfs', location: null, problem: error.message, files: [], left: 0 }
  }
}

async function read(sources: ExplorerSources, taskId: string) {
  const { onchain } = await findTask(sources, taskId)
  const results = onchain?.results ?? '0x'
  const link = decodeResultLink(results)
  const files = (await resultFiles(sources.gateway, results, LARGEST)) ?? {}
  const location = 'location' in link ? link.location : null
  return { link: { storage: link.storage, location }, files }
}
