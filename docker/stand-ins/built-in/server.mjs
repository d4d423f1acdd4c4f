// One process that stands in for every outside host the simulator brings a stand-in for. Each call
// is printed as a line, which the network records for its owner; content of IPFS comes from the
// network by the same lines.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { arweave, arweaveUpload } from './arweave.mjs'
import { countapi } from './countapi.mjs'
import { gateway } from './gateway.mjs'
import { json, mayPrint, print, readBody } from './http.mjs'
import { mailgun, mailjet } from './mail.mjs'
import { telegram } from './telegram.mjs'

const PORT = 443
/** Bounds against an app that connects or sends without end. */
const MAX_CONNECTIONS = 64
const MAX_BODY_BYTES = 1024 ** 2
/** Calls whose bodies are held at once: the container's memory is bounded. */
const MAX_CALLS = 16
let calls = 0

const GATEWAYS = [
  'ipfs.iex.ec',
  'ipfs-gateway.arbitrum-mainnet.iex.ec',
  'ipfs-gateway.arbitrum-sepolia-testnet.iex.ec',
  'ipfs-gateway.v8-bellecour.iex.ec',
]
const SERVICES = {
  'api.countapi.xyz': countapi,
  'api.mailgun.net': mailgun,
  'api.mailjet.com': mailjet,
  'api.telegram.org': telegram,
  'arweave-api.iex.ec': arweaveUpload,
  'arweave.net': arweave,
}

async function serve(request, response) {
  const host = (request.headers.host ?? '').toLowerCase().replace(/:443$/, '')
  if (GATEWAYS.includes(host)) return gateway(request, response)
  const service = Object.hasOwn(SERVICES, host) ? SERVICES[host] : undefined
  if (service === undefined) return json(response, 421, { error: 'this host is not served here' })
  if (calls >= MAX_CALLS || !mayPrint()) return json(response, 429, { error: 'too many calls' })
  calls += 1
  const body = await readBody(request, MAX_BODY_BYTES).finally(() => {
    calls -= 1
  })
  if (body === undefined) return json(response, 413, { error: 'the body is too large' })
  response.on('finish', () => record(host, request, body, response.statusCode))
  service(request, body, response)
}

function record(host, { method, url, headers }, body, status) {
  const text = body.toString('utf8')
  const isText = Buffer.from(text).equals(body)
  const written = isText ? { body: text } : { bodyBase64: body.toString('base64') }
  print({ call: { host, method, path: url, headers, ...written, status } })
}

const server = createServer(
  { key: readFileSync('/stand-in/tls.key'), cert: readFileSync('/stand-in/tls.crt') },
  (request, response) =>
    void serve(request, response).catch(() => {
      if (response.headersSent) response.destroy()
      else json(response, 502, { error: 'the stand-in failed' })
    }),
)
server.maxConnections = MAX_CONNECTIONS
process.on('SIGTERM', () => process.exit(0))
server.listen(PORT, () => print({ ready: true }))
