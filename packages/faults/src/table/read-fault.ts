import { didYouMean, SimError } from '@iexec-sim/base'
import type { DealId, Generation, TaskId } from '@iexec-sim/protocol'
import type { WorkerName } from '../misbehaviour/misbehaviour.ts'
import { actorsOf } from '../misbehaviour/misbehaviour-text.ts'
import type {
  ChainFault,
  ChainTrouble,
  ClockFault,
  ClockOwner,
  Fault,
  FaultCause,
  FaultyService,
  HttpFault,
  StageFault,
} from './fault.ts'
import { faultCauses, NEVER_TABLE, rowsOf } from './fault-table.ts'
import { Fields } from './fields.ts'
import { WORKER_STAGES } from './stages.ts'

/** Context in which faults are validated. */
export interface FaultWorld {
  /** Names of the network's services. */
  services: readonly string[]
  /** Number of workers, named `worker-1` and on. */
  workers: number
  /** Generation of the protocol's services. */
  generation: Generation
  /** Routes of a service, as `POST /tee/sessions`; `undefined` while it is not open. */
  routes(service: string): readonly string[] | undefined
}

/** Longest delay timers take; above it they would fire at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1
/** Ten years; much more would move clocks beyond the range of dates. */
const FURTHEST_DRIFT_MS = 10 * 365 * 86_400_000

const KINDS = ['http', 'chain', 'stage', 'clock'] as const

/**
 * Reads a fault that came as JSON. Throws `FAULT_MALFORMED`, `FAULT_NAME_UNKNOWN` and
 * `FAULT_NOT_THERE`.
 */
export function readFault(value: unknown, world: FaultWorld): Fault {
  const fields = new Fields(value)
  switch (fields.name('on', KINDS, 'kind of fault')) {
    case 'http':
      return readHttp(fields, world)
    case 'chain':
      return readChain(fields)
    case 'stage':
      return readStage(fields, world)
    case 'clock':
      return readClock(fields, world)
  }
}

function readHttp(fields: Fields, world: FaultWorld): HttpFault {
  fields.only('service', 'route', 'method', 'does', 'rate', 'times')
  const service = fields.name('service', world.services, 'service') as FaultyService
  const does = fields.inner('does')
  does.only('delayMs', 'status', 'drop')
  const trouble = {
    ...does.number('delayMs', { min: 0, max: LONGEST_DELAY_MS }),
    ...does.number('status', { min: 200, max: 599, whole: true }),
    ...does.yes('drop'),
  }
  if (Object.keys(trouble).length === 0) fields.refuse('status, delayMs or drop is required')
  if (trouble.status !== undefined && trouble.drop)
    fields.refuse('drop and status exclude each other')
  const asked = { ...fields.text('route'), ...fields.text('method') }
  return {
    on: 'http',
    service,
    ...routeOf(asked, service, world),
    does: trouble,
    ...limits(fields),
  }
}

/** `POST /tasks` says both method and route. */
function routeOf(
  { route, method }: { route?: string; method?: string },
  service: string,
  world: FaultWorld,
): Pick<HttpFault, 'route' | 'method'> {
  const [, verb, path = route] = /^([A-Za-z]+)\s+(.*)$/.exec(route ?? '') ?? []
  const asked = (verb ?? method)?.toUpperCase()
  checkRoute(path, asked, service, world)
  return {
    ...(path === undefined ? {} : { route: path }),
    ...(asked === undefined ? {} : { method: asked }),
  }
}

function checkRoute(
  path: string | undefined,
  method: string | undefined,
  service: string,
  world: FaultWorld,
): void {
  const routes = world.routes(service)
  if (!routes) return
  const known = routes.filter((route) => method === undefined || route.startsWith(`${method} `))
  const paths = [...new Set(known.map((route) => route.slice(route.indexOf(' ') + 1)))]
  if (path === undefined ? paths.length > 0 : paths.includes(path)) return
  const value = [method, path].filter((part) => part !== undefined).join(' ')
  const near = didYouMean(value, path === undefined || method ? routes : paths)
  throw new SimError('FAULT_NAME_UNKNOWN', {
    what: `route of ${service}`,
    value,
    near,
    known: routes.join(', '),
  })
}

function readChain(fields: Fields): ChainFault {
  fields.only('does', 'rate', 'times')
  const does = fields.inner('does')
  does.only('revert', 'delayMs', 'reorder')
  const trouble = {
    ...does.yes('revert'),
    ...does.number('delayMs', { min: 0, max: LONGEST_DELAY_MS }),
    ...does.number('reorder', { min: 2, max: 100, whole: true }),
  }
  if (Object.keys(trouble).length !== 1)
    fields.refuse('exactly one of revert, delayMs and reorder is required')
  return { on: 'chain', does: trouble as ChainTrouble, ...limits(fields) }
}

function readStage(fields: Fields, { generation, workers }: FaultWorld): StageFault {
  fields.only('cause', 'stage', 'worker', 'task', 'deal', 'rate', 'times')
  const named = String(fields.text('cause').cause ?? '')
  const never = NEVER_TABLE.find((row) => row.cause === named)
  if (never) fields.refuse(`${named} never occurs, ${never.why}`)
  const cause = fields.name('cause', faultCauses(generation), 'cause') as FaultCause
  const stage = fields.has('stage') ? fields.name('stage', WORKER_STAGES, 'stage') : undefined
  const stages = [...new Set(rowsOf(cause, generation).flatMap((row) => row.stages))]
  if (stage && !stages.includes(stage))
    throw new SimError('FAULT_NOT_THERE', { cause, stage, stages: stages.join(', ') })
  const names = actorsOf(workers).slice(0, -1)
  return {
    on: 'stage',
    cause,
    ...(stage ? { stage } : {}),
    ...(fields.has('worker')
      ? { worker: fields.name('worker', names, 'worker') as WorkerName }
      : {}),
    ...(fields.id('task') as { task?: TaskId }),
    ...(fields.id('deal') as { deal?: DealId }),
    ...limits(fields),
  }
}

function readClock(fields: Fields, world: FaultWorld): ClockFault {
  fields.only('service', 'driftMs')
  const service = fields.name(
    'service',
    clockOwners(world),
    'service with a clock of its own',
  ) as ClockOwner
  const { driftMs } = fields.number('driftMs', { min: -FURTHEST_DRIFT_MS, max: FURTHEST_DRIFT_MS })
  if (driftMs === undefined) fields.refuse('driftMs is required')
  return { on: 'clock', service, driftMs: driftMs! }
}

/** Services with a clock that can be wrong. */
export function clockOwners({
  services,
  workers,
}: Pick<FaultWorld, 'services' | 'workers'>): string[] {
  const own = (name: string) =>
    /^(sms|provisioning)-/.test(name) || ['market', 'result-proxy', 'workerpool'].includes(name)
  return [...services.filter(own), ...actorsOf(workers).slice(0, -1)]
}

function limits(fields: Fields): { rate?: number; times?: number } {
  return {
    ...fields.number('rate', { min: 0, max: 1 }),
    ...fields.number('times', { min: 1, whole: true }),
  }
}
