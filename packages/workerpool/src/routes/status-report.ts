import { REPLICATE_STATUSES } from '@iexec-sim/protocol'
import type { StatusReport } from '../replicate-updates.ts'

const TEXTS = ['cause', 'resultLink', 'chainCallbackData'] as const

/** Whether a body is a worker's report: a known status, and details of the types they have. */
export function isStatusReport(body: unknown): body is StatusReport {
  const { status, details } = (body ?? {}) as Record<string, unknown>
  return (
    (REPLICATE_STATUSES as readonly unknown[]).includes(status) &&
    (details == null || areDetails(details))
  )
}

function areDetails(details: unknown): boolean {
  if (typeof details !== 'object') return false
  const { exitCode, computeLogs, diagnosis, ...rest } = details as Record<string, unknown>
  return (
    TEXTS.every((name) => isOr('string', rest[name])) &&
    isOr('number', exitCode) &&
    isOr('object', diagnosis) &&
    isOr('object', computeLogs) &&
    Object.values(computeLogs ?? {}).every((text) => isOr('string', text))
  )
}

/** Whether a value has a type or is not there; JSON's null is not there. */
const isOr = (type: 'string' | 'number' | 'object', value: unknown): boolean =>
  value == null || typeof value === type
