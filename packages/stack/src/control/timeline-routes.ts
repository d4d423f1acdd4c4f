import { SimError } from '@iexec-sim/base'
import { readTaskId, type TaskId } from '@iexec-sim/protocol'
import type { LiveLogs, SecretRef, TimelineBook } from '@iexec-sim/timeline'
import type { FastifyPluginAsync } from 'fastify'
import type { CanaryWatch } from '../timeline/canary-watch.ts'
import { followTask } from './follow-route.ts'

const EVENTS = {
  type: 'object',
  additionalProperties: false,
  properties: {
    framework: { type: 'string' },
    family: { enum: ['web3', 'web2', 'app', 'requester'] },
    owner: { type: 'string' },
    name: { type: 'string' },
    task: { type: 'string' },
  },
} as const

const AFTER = {
  type: 'object',
  additionalProperties: false,
  properties: { after: { type: 'integer', minimum: 0 } },
} as const

type EventQuery = Partial<SecretRef> & { task?: string }

/**
 * The timeline at the control door: `GET /timeline/:taskId` (steps, events of secrets, findings),
 * `GET /timeline/:taskId/logs` (what the app printed of late), `GET /timeline/:taskId/follow` (both,
 * as they come), `GET /secrets` (each with what became of it) and `GET /secrets/events` (the latest, of the secrets
 * and the task that the query names).
 */
export function timelineRoutes({
  timeline,
  liveLogs,
  canaries,
}: {
  timeline: TimelineBook
  liveLogs: LiveLogs
  canaries: CanaryWatch
}): FastifyPluginAsync {
  return async (app) => {
    app.get<{ Params: { taskId: string } }>('/timeline/:taskId', async ({ params }) => {
      const taskId = known(params.taskId)
      await canaries.settle(taskId)
      return {
        taskId,
        steps: timeline.ofTask(taskId),
        secrets: timeline.secretEventsOfTask(taskId),
        findings: timeline.findings(taskId),
      }
    })
    app.get<{ Params: { taskId: string }; Querystring: { after?: number } }>(
      '/timeline/:taskId/logs',
      { schema: { querystring: AFTER } },
      ({ params, query }) => ({ chunks: liveLogs.ofTask(known(params.taskId), query.after) }),
    )
    app.get<{ Params: { taskId: string } }>(
      '/timeline/:taskId/follow',
      { exposeHeadRoute: false },
      ({ params }, reply) => followTask(reply, known(params.taskId), { timeline, liveLogs }),
    )
    app.get('/secrets', () => ({ secrets: timeline.secrets() }))
    app.get<{ Querystring: EventQuery }>(
      '/secrets/events',
      { schema: { querystring: EVENTS } },
      ({ query: { task, ...wanted } }) => {
        const fields = Object.entries(wanted) as [keyof SecretRef, string][]
        const isWanted = (ref: SecretRef) => fields.every(([field, value]) => ref[field] === value)
        if (task) return { events: timeline.secretEventsOfTask(known(task)).filter(isWanted) }
        if (fields.length === 0) return { events: timeline.secretEvents() }
        const events = timeline
          .secrets()
          .filter(isWanted)
          .flatMap((ref) => timeline.secretEvents(ref))
        return { events: events.sort((one, other) => one.id - other.id) }
      },
    )
  }
}

/** Throws `TASK_UNKNOWN` for what is no id. */
function known(text: string): TaskId {
  const taskId = readTaskId(text)
  if (!taskId) throw new SimError('TASK_UNKNOWN', { taskId: text })
  return taskId
}
