import { didYouMean, SimError } from '@iexec-sim/base'
import { problemOf } from '@iexec-sim/base/schema'
import { type Generation, readBytes32 } from '@iexec-sim/protocol'
import type { TObject } from 'typebox'
import { actorsOf } from '../misbehaviour/misbehaviour-text.ts'
import type { ChainFault, ClockFault, Fault, HttpFault, StageFault } from './fault.ts'
import { FAULT_SCHEMAS } from './fault-schema.ts'
import { faultCauses, NEVER_TABLE, rowsOf } from './fault-table.ts'
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

/**
 * Reads a fault that came as JSON. Throws `FAULT_MALFORMED`, `FAULT_NAME_UNKNOWN` and
 * `FAULT_NOT_THERE`.
 */
export function readFault(value: unknown, world: FaultWorld): Fault {
  const fault = checked(value)
  switch (fault.on) {
    case 'http':
      return readHttp(fault, world)
    case 'chain':
      return readChain(fault)
    case 'stage':
      return readStage(fault, world)
    case 'clock':
      return readClock(fault, world)
  }
}

/** Checks the form of a fault, by the schema of its kind. */
function checked(value: unknown): Fault {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse(value, 'a JSON object is required.')
  const { on } = value as { on?: unknown }
  if (on === undefined) return refuse(value, 'on is missing.')
  const kind = known('kind of fault', typeof on === 'string' ? on : JSON.stringify(on), KINDS)
  const problem = problemOf(FAULT_SCHEMAS[kind], value)
  if (problem) refuse(value, `${problem.place} ${problem.reason}`)
  return inOrder(FAULT_SCHEMAS[kind], value) as Fault
}

/** The fields that are there, in the order of the schema: faults are shown in one way. */
function inOrder({ properties }: TObject, value: object): object {
  const fields = value as Record<string, unknown>
  const known = Object.entries(properties).filter(([key]) => fields[key] !== undefined)
  return Object.fromEntries(
    known.map(([key, schema]) => [
      key,
      'properties' in schema ? inOrder(schema as TObject, fields[key] as object) : fields[key],
    ]),
  )
}

const KINDS = Object.keys(FAULT_SCHEMAS) as (keyof typeof FAULT_SCHEMAS)[]

/** Characters of a fault that its error repeats. */
const LONGEST = 120

function refuse(fault: unknown, reason: string): never {
  const text = JSON.stringify(fault) ?? String(fault)
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
  throw new SimError('FAULT_MALFORMED', { fault: short, reason })
}

/** A value that is one of some names. Throws `FAULT_NAME_UNKNOWN`. */
function known<N extends string>(what: string, value: string, names: readonly N[]): N {
  const found = names.find((name) => name === value)
  if (found !== undefined) return found
  const near = didYouMean(value, names)
  throw new SimError('FAULT_NAME_UNKNOWN', { what, value, near, known: names.join(', ') })
}

function readHttp(fault: HttpFault, world: FaultWorld): HttpFault {
  known('service', fault.service, world.services)
  const { status, drop } = fault.does
  if (Object.keys(fault.does).length === 0) refuse(fault, 'status, delayMs or drop is required.')
  if (status !== undefined && drop) refuse(fault, 'drop and status exclude each other.')
  const { route, method, ...rest } = fault
  return { ...rest, ...routeOf(fault, world) }
}

/** `POST /tasks` says both method and route. */
function routeOf(
  { route, method, service }: HttpFault,
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

function readChain(fault: ChainFault): ChainFault {
  if (Object.keys(fault.does).length !== 1)
    refuse(fault, 'exactly one of revert, delayMs and reorder is required.')
  return fault
}

function readStage(fault: StageFault, { generation, workers }: FaultWorld): StageFault {
  const { stage, worker, task, deal } = fault
  const never = NEVER_TABLE.find((row) => row.cause === fault.cause)
  if (never) refuse(fault, `${never.cause} never occurs, ${never.why}.`)
  const cause = known('cause', fault.cause, faultCauses(generation))
  if (stage !== undefined) known('stage', stage, WORKER_STAGES)
  const stages = [...new Set(rowsOf(cause, generation).flatMap((row) => row.stages))]
  if (stage !== undefined && !stages.includes(stage))
    throw new SimError('FAULT_NOT_THERE', { cause, stage, stages: stages.join(', ') })
  if (worker !== undefined) known('worker', worker, actorsOf(workers).slice(0, -1))
  return {
    ...fault,
    ...(task === undefined ? {} : { task: readBytes32(task) as typeof task }),
    ...(deal === undefined ? {} : { deal: readBytes32(deal) as typeof deal }),
  }
}

function readClock(fault: ClockFault, world: FaultWorld): ClockFault {
  known('service with a clock of its own', fault.service, clockOwners(world))
  return fault
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
