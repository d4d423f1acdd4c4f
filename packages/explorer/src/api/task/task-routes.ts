import { explainTask } from '@iexec-sim/chain/client'
import type { FastifyPluginAsync } from 'fastify'
import { Consensus } from '../../schema/task/consensus.ts'
import { Payments } from '../../schema/task/payments.ts'
import { TaskView } from '../../schema/task/task.ts'
import { Timeline } from '../../schema/task/timeline.ts'
import type { ExplorerSources } from '../../sources.ts'
import { described } from '../described.ts'
import { bundleRoutes } from './bundle.ts'
import { findTask, type TaskParams, TaskPath, taskIdOf } from './find-task.ts'
import { knownPool } from './known-pool.ts'
import { logRoutes } from './logs.ts'
import { payments } from './payments.ts'
import { resultRoutes } from './result.ts'
import { taskView } from './task-view.ts'
import { timelineOf } from './timeline-of.ts'

/** `/tasks/:taskId` and what belongs to one task. */
export function taskRoutes(sources: ExplorerSources): FastifyPluginAsync {
  const about = (summary: string, returns: object) =>
    described('tasks', summary, { params: TaskPath, returns: returns as typeof TaskView })
  return async (app) => {
    app.get<TaskParams>(
      '/tasks/:taskId',
      { schema: about('A task as the pool and the chain have it', TaskView) },
      async ({ params }) => taskView(sources, await findTask(sources, params.taskId)),
    )
    app.get<TaskParams>(
      '/tasks/:taskId/timeline',
      { schema: about('What happened to a task, step by step', Timeline) },
      async ({ params }) => timelineOf(sources, params.taskId),
    )
    app.get<TaskParams>(
      '/tasks/:taskId/consensus',
      { schema: about('How the hub counts the contributions', Consensus) },
      ({ params }) => explainTask(sources.hub, taskIdOf(params.taskId), knownPool(sources)),
    )
    app.get<TaskParams>(
      '/tasks/:taskId/payments',
      { schema: about('Prices of a task, and what the escrow did', Payments) },
      async ({ params }) => payments(sources, await findTask(sources, params.taskId)),
    )
    await app.register(logRoutes(sources))
    await app.register(resultRoutes(sources))
    await app.register(bundleRoutes(sources))
  }
}
