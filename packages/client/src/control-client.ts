import { ask, SimError } from '@iexec-sim/base'
import type { RunningNetwork } from './address-sheet.ts'

/** A request to the control door. */
export interface ControlRequest {
  /** Request headers, by name. */
  headers?: Record<string, string>
  /** An object is sent as JSON. */
  body?: object | ReadableStream
  /** Gives the request up. */
  signal?: AbortSignal
  /** Time for the answer, in ms. @default none */
  timeoutMs?: number
}

/**
 * Asks the control door of a network. Throws `REFUSED` with the door's own words, `HTTP_FAILED` and
 * `HTTP_UNREACHABLE`.
 */
export async function askControl(
  { sheet, controlToken }: RunningNetwork,
  method: string,
  path: string,
  { body, ...request }: ControlRequest = {},
): Promise<Response> {
  const url = sheet.control + path
  const response = await ask(url, {
    method,
    authorization: `Bearer ${controlToken}`,
    ...request,
    ...(body instanceof ReadableStream ? { body } : body ? { json: body } : {}),
    accept: REFUSALS,
  })
  if (response.ok) return response
  const { error, help } = (await response.json().catch(() => ({}))) as {
    error?: string
    help?: string
  }
  if (error) throw new SimError('REFUSED', { reason: error, help: help ?? 'See what it takes.' })
  throw new SimError('HTTP_FAILED', { method, url, status: response.status })
}

/** Statuses whose body has the error and its fix. */
const REFUSALS = [400, 401, 403, 404, 409, 413, 500]
