import { SimError } from '@iexec-sim/base'
import { NoAnswer } from './no-answer.ts'

interface EngineFailure {
  statusCode?: number
  code?: string
  json?: { message?: string }
  message?: string
}

const HUNG_UP = new Set([
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ABORT_ERR',
  'ERR_STREAM_DESTROYED',
])
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'EACCES',
  'EPERM',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ETIMEDOUT',
  'ENETUNREACH',
])

/** The HTTP status the engine answered with, when the error is an answer. */
export function statusOf(error: unknown): number | undefined {
  return (error as EngineFailure | undefined)?.statusCode
}

/** The engine's own error message. */
export function reasonOf(error: unknown): string {
  const failure = error as EngineFailure
  return (failure?.json?.message ?? failure?.message ?? String(error)).trim()
}

/** Turns an error of dockerode into the project's; `action` continues "asked to". */
export function engineError(error: unknown, action: string, where: string): SimError {
  if (error instanceof SimError) return error
  const failure = error as EngineFailure
  const reason = reasonOf(error)
  const options = { cause: error }
  if (error instanceof NoAnswer)
    return new SimError('ENGINE_TIMEOUT', { where, action, seconds: error.seconds }, options)
  if (/no space left on device/i.test(reason))
    return new SimError('ENGINE_NO_SPACE', { action }, options)
  if (failure?.statusCode !== undefined) {
    return new SimError('ENGINE_REFUSED', { action, reason, status: failure.statusCode }, options)
  }
  if (failure?.code !== undefined && UNREACHABLE.has(failure.code)) {
    return new SimError('ENGINE_UNREACHABLE', { where, reason: failure.code }, options)
  }
  if (
    (failure?.code !== undefined && HUNG_UP.has(failure.code)) ||
    /socket hang up|aborted|premature/i.test(reason)
  ) {
    return new SimError('ENGINE_HUNG_UP', { action, reason }, options)
  }
  return new SimError('ENGINE_REFUSED', { action, reason, status: 0 }, options)
}
