import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import { TaskLogs } from '../../schema/task/logs.ts'
import { requireSession } from '../../session/guard.ts'
import type { ExplorerSources } from '../../sources.ts'
import { described } from '../described.ts'
import { type TaskParams, TaskPath, taskIdOf } from './find-task.ts'
import { workerName } from './task-view.ts'

const After = Type.Object({
  after: Type.Optional(Type.Integer({ minimum: 0, description: 'Chunks after this number alone' })),
})

/** `GET /tasks/:taskId/logs`: what the app prints, for those who have a session. */
export function logRoutes(sources: ExplorerSources): FastifyPluginAsync {
  return async (app) => {
    app.get<TaskParams & { Querystring: { after?: number } }>(
      '/tasks/:taskId/logs',
      {
        onRequest: requireSession(sources.sessions),
        schema: described('tasks', 'What the app of a task prints', {
          params: TaskPath,
          querystring: After,
          returns: TaskLogs,
          isPrivate: true,
        }),
      },
      async ({ params, query }) => logsOf(sources, params.taskId, query.after ?? 0),
    )
  }
}

/** What is kept of a task's output. */
export function logsOf(
  { tasks, liveLogs, workers }: ExplorerSources,
  text: string,
  after: number,
): TaskLogs {
  const taskId = taskIdOf(text)
  const chunks = liveLogs.ofTask(taskId, after)
  const done = (tasks.get(taskId)?.replicates ?? []).flatMap(({ logs }) => logs ?? [])
  return {
    last: chunks.at(-1)?.seq ?? after,
    chunks: chunks.map(({ worker, stream, text: said }) => ({ worker, stream, text: said })),
    done: done.map(({ walletAddress, stdout, stderr }) => ({
      worker: workerName(workers, walletAddress),
      stdout,
      stderr,
    })),
  }
}
