/** Time that another host has to answer, in ms. */
const TIMEOUT_MS = 30_000

/**
 * Asks another host; throws unless it answers with success. The message names the host alone: the
 * rest of a URL may hold secrets.
 */
export async function ask(url, init = {}) {
  const { host } = new URL(url)
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
    (error) => {
      throw new Error(`${host} cannot be reached (${error.cause?.code ?? error.name})`)
    },
  )
  if (!response.ok) throw new Error(`${host} answered with ${response.status}`)
  return response
}

/** Sends JSON with POST. */
export const send = (url, body, headers = {}) =>
  ask(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
