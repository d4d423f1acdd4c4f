import { SimError } from '@iexec-sim/base'
import type { RunningNetwork } from './address-sheet.ts'

/** What a request to the control door carries. */
export interface ControlRequest {
  headers?: Record<string, string>
  body?: object | ReadableStream
  /** Gives the request up. */
  signal?: AbortSignal
}

/** Asks the control door of a network. Throws `REFUSED` with the door's own words, `HTTP_FAILED` and `HTTP_UNREACHABLE`. */
export async function askControl(
  { sheet, controlToken }: RunningNetwork,
  method: string,
  path: string,
  { headers = {}, body, signal }: ControlRequest = {},
): Promise<Response> {
  const isStream = body instanceof ReadableStream
  const response = await reach(sheet.control + path, {
    method,
    signal,
    headers: {
      authorization: `Bearer ${controlToken}`,
      ...(body && !isStream ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(isStream ? { body, duplex: 'half' } : body ? { body: JSON.stringify(body) } : {}),
  } as RequestInit)
  if (response.ok) return response
  const said = (await response.json().catch(() => ({}))) as { error?: string; help?: string }
  if (said.error) throw new SimError('REFUSED', { reason: said.error, help: said.help ?? 'See what it takes.' })
  throw new SimError('HTTP_FAILED', { method, url: sheet.control + path, status: response.status })
}

async function reach(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request)
  } catch (error) {
    const { name, message, cause } = error as Error & { cause?: { code?: string } }
    const reason = name === 'TimeoutError' ? 'it does not answer' : (cause?.code ?? message)
    throw new SimError('HTTP_UNREACHABLE', { url, reason }, { cause: error })
  }
}
