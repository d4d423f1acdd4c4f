// Stands in for https://api.countapi.xyz: one counter per namespace and key, for as long as the
// container lives.
import { json } from './http.mjs'

/** Bounds against an app that makes counters without end; everybody else stays far below. */
const LONGEST_COUNTER = 256
const MOST_COUNTERS = 10_000
const counters = new Map()

export function countapi({ method, url }, _body, response) {
  const match = /^\/hit\/([^/?]+)\/([^/?]+)\/?(\?.*)?$/.exec(url)
  if (method !== 'GET' || match === null) return json(response, 404, { error: 'not found' })
  const counter = `${match[1]}/${match[2]}`
  if (counter.length > LONGEST_COUNTER)
    return json(response, 400, { error: 'namespace and key are too long' })
  if (!counters.has(counter) && counters.size >= MOST_COUNTERS)
    return json(response, 429, { error: 'there are too many counters' })
  const value = (counters.get(counter) ?? 0) + 1
  counters.set(counter, value)
  json(response, 200, { value })
}
