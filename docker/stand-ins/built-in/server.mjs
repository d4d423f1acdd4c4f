// Stand-in for https://api.countapi.xyz: one counter per namespace and key, for as long as the
// container lives.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'

const PORT = 443
/** Bounds against an app that makes counters without end; everybody else stays far below. */
const LONGEST_COUNTER = 256
const MOST_COUNTERS = 10_000
const counters = new Map()

const server = createServer(
  { key: readFileSync('/stand-in/tls.key'), cert: readFileSync('/stand-in/tls.crt') },
  (request, response) => {
    const match = /^\/hit\/([^/?]+)\/([^/?]+)\/?(\?.*)?$/.exec(request.url)
    if (request.method !== 'GET' || match === null)
      return answer(response, 404, { error: 'not found' })
    const counter = `${match[1]}/${match[2]}`
    if (counter.length > LONGEST_COUNTER)
      return answer(response, 400, { error: 'namespace and key are too long' })
    if (!counters.has(counter) && counters.size >= MOST_COUNTERS)
      return answer(response, 429, { error: 'there are too many counters' })
    const value = (counters.get(counter) ?? 0) + 1
    counters.set(counter, value)
    answer(response, 200, { value })
  },
)

function answer(response, status, body) {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify(body))
}

process.on('SIGTERM', () => process.exit(0))
server.listen(PORT, () => console.log(JSON.stringify({ ready: true })))
