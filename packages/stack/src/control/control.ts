import { SimError } from '@iexec-sim/base'
import type { Names } from '@iexec-sim/directories'
import { requireControlToken } from '@iexec-sim/door'
import type { Sessions } from '@iexec-sim/explorer'
import type { FaultBook, MisbehaviourBook } from '@iexec-sim/faults'
import type { Draw } from '@iexec-sim/protocol'
import type { LiveLogs, TimelineBook } from '@iexec-sim/timeline'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Snapshots } from '../snapshots/snapshots.ts'
import type { CallBook } from '../stand-ins/call-book.ts'
import type { StandIn } from '../stand-ins/stand-ins.ts'
import type { CanaryWatch } from '../timeline/canary-watch.ts'
import { canaryRoutes } from './canary-routes.ts'
import { explorerRoutes } from './explorer-routes.ts'
import { faultRoutes } from './fault-routes.ts'
import { misbehaviourRoutes } from './misbehaviour-routes.ts'
import { nameRoutes } from './name-routes.ts'
import { snapshotRoutes } from './snapshot-routes.ts'
import { standInRoutes } from './stand-in-routes.ts'
import { timelineRoutes } from './timeline-routes.ts'

/** An order to the clock: advance, move to a moment (both in ms), freeze or run. */
export type TimeOrder = { advanceMs?: number; setMs?: number; freeze?: boolean }

const TIME_ORDER = {
  type: 'object',
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
  properties: {
    advanceMs: { type: 'number' },
    setMs: { type: 'number' },
    freeze: { type: 'boolean' },
  },
} as const

const DRAW = {
  type: 'object',
  required: ['purpose'],
  additionalProperties: false,
  properties: { purpose: { type: 'string', maxLength: 200 } },
} as const

/** The operations of the control door. */
export interface Controlled {
  /** Asks the network's process to stop. */
  stop(): void
  /** Returns the state of the network as JSON. */
  status(): Promise<object>
  /** Draws a value for a caller, from the network's seed if it has one. */
  draw: Draw
  /**
   * Moves, freezes or resumes the network's clock and returns its time. Throws `TIME_BACKWARDS` and
   * `TIME_TOO_LATE`.
   */
  time(order: TimeOrder): Promise<{ now: string; frozen: boolean }>
  /** The misbehaviours in force. */
  misbehaviours: MisbehaviourBook
  /** The faults in force. */
  faults: FaultBook
  /** The stand-ins of outside hosts. */
  standIns: readonly StandIn[]
  /** Calls that tasks made to the built-in stand-ins. */
  calls: CallBook
  /** What happened to tasks and secrets. */
  timeline: TimelineBook
  /** What apps print while they run. */
  liveLogs: LiveLogs
  /** Sessions of the explorer. */
  sessions: Sessions
  /** Looks for canaries in what tasks leave behind. */
  canaries: CanaryWatch
  /** Names that people give. */
  names: Names
  /** Resolves when the pool's offers for every category are open. */
  offersOpen(): Promise<void>
}

/**
 * The network's own door: `GET /status`, `POST /time`, `GET /offers` (waits until there are some),
 * `/names`, `/misbehaviours`, `/faults`, `/stand-ins`, `/timeline`, `/secrets`,
 * `/canaries`, `POST /explorer/tickets` and `POST /stop`, behind the control token.
 */
export function controlPlugin(
  token: string,
  snapshots: Snapshots,
  controlled: Controlled,
): FastifyPluginAsync {
  return async (app) => {
    app.addHook('onRequest', requireControlToken(token))
    app.setErrorHandler(tellError)
    await app.register(snapshotRoutes(snapshots))
    app.post<{ Body: { purpose: string } }>(
      '/draws',
      { schema: { body: DRAW } },
      async ({ body }) => ({
        drawn: controlled.draw(`asked for ${body.purpose}`),
      }),
    )
    app.get('/status', () => controlled.status())
    app.get('/offers', async () => {
      await controlled.offersOpen()
      return { open: true }
    })
    app.post<{ Body: TimeOrder }>('/time', { schema: { body: TIME_ORDER } }, ({ body }) =>
      controlled.time(body),
    )
    await app.register(nameRoutes(controlled.names))
    await app.register(misbehaviourRoutes(controlled.misbehaviours))
    await app.register(faultRoutes(controlled.faults))
    await app.register(explorerRoutes(controlled.sessions))
    await app.register(standInRoutes(controlled.standIns, controlled.calls))
    await app.register(timelineRoutes(controlled))
    await app.register(canaryRoutes(controlled.canaries))
    app.post('/stop', async (_request, reply) => {
      reply.raw.once('finish', () => controlled.stop())
      return reply.code(202).send({ stopping: true })
    })
  }
}

/** Sends a refusal: the error and its fix. */
function tellError(
  error: Error & { statusCode?: number },
  _request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (!(error instanceof SimError))
    return reply.code(error.statusCode ?? 500).send({ error: error.message })
  const status = error.code === 'SNAPSHOT_UNKNOWN' ? 404 : 400
  return reply.code(status).send({ code: error.code, error: error.message, help: error.help })
}
