import { sessionKey } from './session/session-key.ts'

/** An answer of the API that is a refusal. */
export class ApiError extends Error {
  /** HTTP status. */
  readonly status: number
  /** How to fix it, if the network says. */
  readonly help: string | undefined

  constructor(status: number, message: string, help?: string) {
    super(message)
    this.status = status
    this.help = help
  }
}

/** Asks the explorer's API; `path` begins behind `/api`. Throws {@link ApiError}. */
export async function askApi<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(`/api${path}`, {
    ...init,
    headers: { ...init.headers, ...keyHeader() },
  })
  const answer = (await response.json().catch(() => ({}))) as T & { error?: string; help?: string }
  if (!response.ok)
    throw new ApiError(response.status, answer.error ?? response.statusText, answer.help)
  return answer
}

/** Sends an order to the network. Throws {@link ApiError}. */
export const sendApi = <T>(method: 'POST' | 'DELETE', path: string, body?: object): Promise<T> =>
  askApi(path, {
    method,
    ...(body
      ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
      : {}),
  })

/** Header with the key of the session, if there is one. */
function keyHeader(): Record<string, string> {
  const key = sessionKey()
  return key === undefined ? {} : { 'x-explorer-key': key }
}
