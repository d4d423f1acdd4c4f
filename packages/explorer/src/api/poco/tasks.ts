import type { FastifyPluginAsync } from 'fastify'
import { listTasks } from '../../poco/tasks.ts'
import { filterOf, TaskQuery } from '../../schema/poco/filters.ts'
import { TaskLines } from '../../schema/poco/task-line.ts'
import type { ExplorerSources } from '../../sources.ts'
import { described } from '../described.ts'

/** `GET /tasks`: tasks, those that changed last first. */
export function taskListRoutes(sources: ExplorerSources): FastifyPluginAsync {
  return async (app) => {
    app.get<{ Querystring: TaskQuery }>(
      '/tasks',
      {
        schema: described('tasks', 'List tasks, those that changed last first', {
          querystring: TaskQuery,
          returns: TaskLines,
        }),
      },
      ({ query: { page, pageSize, status, requester } }) => {
        // The misspelling is part of the subgraph's interface.
        const spelled = status === 'FAILED' ? 'FAILLED' : status
        const where = { ...filterOf({ requester }), ...(spelled ? { status: spelled } : {}) }
        return listTasks(sources, where, { page, pageSize })
      },
    )
  }
}
