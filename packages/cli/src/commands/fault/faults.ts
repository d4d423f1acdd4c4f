import { readFileSync } from 'node:fs'
import { didYouMean, SimError } from '@iexec-sim/base'
import type { Fault, FaultEntry, FaultLimits } from '@iexec-sim/faults'
import { durationMs } from '../time/duration.ts'

/** A fault as the options of `fault add` say it. */
export interface FaultOptions {
  /** `--route`: pattern of the route that fails. */
  route?: string
  /** `--method`: HTTP method. */
  method?: string
  /** `--status`: HTTP status to return. */
  status?: string
  /** `--delay`: delay of the response, such as `500ms` or `3s`. */
  delay?: string
  /** `--drop`: close the connection without a response. */
  drop?: true
  /** `--revert`: have the transaction revert. */
  revert?: true
  /** `--late`: delay of a transaction, such as `3s`. */
  late?: string
  /** `--reorder`: number of transactions to reorder. */
  reorder?: string
  /** `--stage`: stage that fails. */
  stage?: string
  /** `--cause`: cause of the failure. */
  cause?: string
  /** `--task`: id of the task. */
  task?: string
  /** `--deal`: id of the deal. */
  deal?: string
  /** `--drift`: duration the clock is ahead, such as `3s`; behind with a minus. */
  drift?: string
  /** `--rate`: share of the occasions at which it strikes, from 0 to 1. */
  rate?: string
  /** `--times`: number of strikes. */
  times?: string
}

/** Options that determine the kind of a fault. */
const KINDS = {
  clock: ['drift'],
  chain: ['revert', 'late', 'reorder'],
  stage: ['cause', 'stage', 'task', 'deal'],
  http: ['status', 'delay', 'drop', 'route', 'method'],
} as const satisfies Record<Fault['on'], readonly (keyof FaultOptions)[]>

/**
 * Builds the fault that options describe; the network validates it. Throws `BAD_OPTION` for options
 * that exclude each other.
 */
export function faultOf(service: string, options: FaultOptions): object {
  const kind = kindOf(options)
  if (!kind)
    throw new SimError('BAD_OPTION', {
      option: 'fault add',
      value: service,
      reason:
        'nothing says what goes wrong: --status, --delay, --drop, --cause, --revert, --late, --reorder or --drift',
    })
  const limits = { ...number('rate', options), ...number('times', options) }
  const { route, method, drop, cause, stage, task, deal, revert } = options
  switch (kind) {
    case 'clock':
      return {
        on: kind,
        service,
        driftMs: durationMs(options.drift!, '--drift', { signed: true }),
        ...limits,
      }
    case 'chain':
      if (service !== 'chain')
        refuse('service', service, 'only the chain reverts, delays and reorders transactions')
      return {
        on: kind,
        does: { revert, ...duration('late', options), ...number('reorder', options) },
        ...limits,
      }
    case 'stage':
      if (!/^worker(-\d+)?$/.test(service)) throw noWorker(service)
      return {
        on: kind,
        cause,
        stage,
        task,
        deal,
        ...(service === 'worker' ? {} : { worker: service }),
        ...limits,
      }
    case 'http':
      return {
        on: kind,
        service,
        route,
        method,
        does: { ...number('status', options), ...duration('delay', options), drop },
        ...limits,
      }
  }
}

function kindOf(options: FaultOptions): Fault['on'] | undefined {
  const said = Object.entries(KINDS).filter(([, names]) =>
    names.some((name) => options[name] !== undefined),
  )
  const [first, second] = said
  if (first && second) {
    const name = second[1].find((option) => options[option] !== undefined)!
    refuse(`--${name}`, String(options[name]), `not valid for a fault of kind ${first[0]}`)
  }
  return first?.[0] as Fault['on'] | undefined
}

const noWorker = (value: string) =>
  new SimError('FAULT_NAME_UNKNOWN', {
    what: 'worker',
    value,
    near: didYouMean(value, ['worker', 'worker-1']),
    known: 'worker (any), worker-1 and so on',
  })

function refuse(option: string, value: string, reason: string): never {
  throw new SimError('BAD_OPTION', { option, value, reason })
}

function number<K extends keyof FaultOptions>(
  name: K,
  options: FaultOptions,
): { [k in K]?: number } {
  const value = options[name]
  if (value === undefined) return {}
  if (value === '' || Number.isNaN(Number(value)))
    refuse(`--${name}`, String(value), 'a number is required')
  return { [name]: Number(value) } as { [k in K]?: number }
}

const duration = (name: 'delay' | 'late', options: FaultOptions): { delayMs?: number } =>
  options[name] === undefined ? {} : { delayMs: durationMs(options[name], `--${name}`) }

/** Reads a file of faults without validating them. Throws `FAULT_FILE`. */
export function readFaultFile(file: string): unknown[] {
  const failed = (reason: string) => new SimError('FAULT_FILE', { file, reason })
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw failed((error as NodeJS.ErrnoException).code ?? 'cannot open it')
  }
  try {
    const faults: unknown = JSON.parse(text)
    if (Array.isArray(faults)) return faults
  } catch {
    throw failed('not JSON')
  }
  throw failed('not a list')
}

/** A fault as text for people. */
export function faultText(fault: FaultEntry): string {
  const limits: FaultLimits = fault.on === 'clock' ? {} : fault
  const scope = [
    limits.rate === undefined ? '' : `rate ${limits.rate}`,
    limits.times === undefined ? '' : `${fault.struck} of ${limits.times} times`,
    limits.times === undefined && fault.struck > 0 ? `${fault.struck} times so far` : '',
  ].filter(Boolean)
  return `${String(fault.id).padStart(3)}  ${whatText(fault)}${scope.length > 0 ? `  (${scope.join(', ')})` : ''}`
}

function whatText(fault: Fault): string {
  const does = (values: object) => Object.entries(values).map(([name, value]) => `${name} ${value}`)
  switch (fault.on) {
    case 'http':
      return [fault.service, fault.method, fault.route ?? 'every route', ...does(fault.does)]
        .filter(Boolean)
        .join('  ')
    case 'chain':
      return ['chain', ...does(fault.does)].join('  ')
    case 'clock':
      return `${fault.service}  clock off by ${fault.driftMs} ms`
    case 'stage':
      return [
        fault.worker ?? 'every worker',
        fault.stage ?? 'at its own stage',
        fault.cause,
        fault.task ? `task ${fault.task}` : fault.deal ? `deal ${fault.deal}` : '',
      ]
        .filter(Boolean)
        .join('  ')
  }
}
