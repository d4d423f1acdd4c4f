import { explainTask } from '@iexec-sim/chain/client'
import type { FastifyPluginAsync } from 'fastify'
import { requireSession } from '../../session/guard.ts'
import type { ExplorerSources } from '../../sources.ts'
import { described } from '../described.ts'
import { findTask, type TaskParams, TaskPath } from './find-task.ts'
import { knownPool } from './known-pool.ts'
import { logsOf } from './logs.ts'
import { payments } from './payments.ts'
import { taskView } from './task-view.ts'
import { timelineOf } from './timeline-of.ts'

/** `GET /tasks/:taskId/bundle`: all that is known of a task, to go with a report of a bug. */
export function bundleRoutes(sources: ExplorerSources): FastifyPluginAsync {
  return async (app) => {
    app.get<TaskParams>(
      '/tasks/:taskId/bundle',
      {
        onRequest: requireSession(sources.sessions),
        schema: described('tasks', 'All that is known of a task; values of secrets are masked', {
          params: TaskPath,
          isPrivate: true,
        }),
      },
      async ({ params }, reply) => {
        const found = await findTask(sources, params.taskId)
        const mask = sources.maskOf(found.taskId)
        const bundle = masked(await collect(sources, found), mask)
        return reply
          .type('application/json')
          .header('content-disposition', 'attachment')
          .send(JSON.stringify(bundle, null, 2))
      },
    )
  }
}

async function collect(sources: ExplorerSources, found: Awaited<ReturnType<typeof findTask>>) {
  const { profile, version, protocol, hub } = sources
  const { taskId, onchain } = found
  return {
    format: 'iexec-sim task 1',
    madeAt: new Date().toISOString(),
    versions: {
      'iexec-sim': version,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      ...profile.versions,
    },
    profile: profile.name,
    protocol,
    task: taskView(sources, found),
    timeline: timelineOf(sources, taskId),
    consensus: onchain ? await explainTask(hub, taskId, knownPool(sources)) : null,
    payments: await payments(sources, found),
    logs: logsOf(sources, taskId, 0),
    faults: sources.faults.list(),
    misbehaviours: sources.misbehaviours.list(),
  }
}

/** A document with every text in it masked, names of its members too. */
function masked(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === 'string') return mask(value)
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return value.map((item) => masked(item, mask))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [mask(name), masked(item, mask)]),
  )
}
