'use strict'
// Loaded into Node.js programs by NODE_OPTIONS: requests for hosts of iExec's real networks go to the
// network of this machine, and those that none here answers are refused, so that no program reaches
// a real network by mistake. It runs in other people's programs, so it loads nothing of ours, and
// does with Node.js 18.
const dns = require('node:dns')
const http = require('node:http')
const https = require('node:https')
const { syncBuiltinESMExports } = require('node:module')
const { URL, urlToHttpOptions } = require('node:url')

const VARIABLE = 'IEXEC_SIM_HOST_MAP'
const { routes, refused } = readMap()

function readMap() {
  try {
    const map = JSON.parse(process.env[VARIABLE])
    // The longest path of a host is looked at first.
    const length = ({ path = '' }) => path.length
    return { ...map, routes: [...map.routes].sort((a, b) => length(b) - length(a)) }
  } catch {
    throw new Error(
      `iexec-sim: the variable ${VARIABLE} has no map of hosts. Set it with "iexec-sim env", or take ${__filename} out of NODE_OPTIONS.`,
    )
  }
}

const plain = (host) => String(host).toLowerCase().replace(/\.$/, '')
const isOfficial = (host) =>
  routes.some((route) => route.host === host) ||
  refused.some((domain) => host === domain || host.endsWith(`.${domain}`))

function refusal(host, path = '') {
  const error = new Error(
    `iexec-sim: ${host}${path} was not asked. It belongs to iExec's real networks, and no network of this machine stands in for it. Led to this machine are: ${
      routes.map((route) => route.host + (route.path ?? '')).join(', ') || 'none'
    }.`,
  )
  error.code = 'ERR_IEXEC_SIM_UNMAPPED_HOST'
  return error
}

/** Where a request to a host goes: nowhere else for `undefined`. Throws for a refused one. */
function destination(hostname, path) {
  const host = plain(hostname)
  if (!isOfficial(host)) return undefined
  const [, before, query] = /^([^?]*)(.*)$/s.exec(path || '/')
  for (const { host: known, path: prefix = '', to } of routes) {
    const isBelow = before === prefix || before.startsWith(`${prefix}/`)
    if (known === host && isBelow)
      return new URL(to.replace(/\/$/, '') + before.slice(prefix.length) + query)
  }
  throw refusal(host, before)
}

/** Headers without the name of the host that is not asked: an object, a flat list or pairs. */
function withoutHost(headers) {
  const isHost = (name) => String(name).toLowerCase() === 'host'
  if (!headers) return headers
  if (Array.isArray(headers)) {
    if (Array.isArray(headers[0])) return headers.filter(([name]) => !isHost(name))
    return headers.filter((_, i) => !isHost(headers[i - (i % 2)]))
  }
  if (typeof headers[Symbol.iterator] === 'function')
    return [...headers].filter(([name]) => !isHost(name))
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !isHost(name)))
}

/** Options of a request that only make sense towards the host that is not asked. */
const OF_HOST = [
  'agent',
  'createConnection',
  'defaultPort',
  'family',
  'host',
  'href',
  'lookup',
  'origin',
  'servername',
]

/** Options and callback of the arguments that `http.request` takes. */
function readArguments([first, ...rest]) {
  const address = typeof first === 'string' ? new URL(first) : first
  const isUrl = address instanceof URL
  const more = isUrl && typeof rest[0] === 'object' && rest[0] !== null ? rest.shift() : {}
  return {
    options: { ...(isUrl ? urlToHttpOptions(address) : address), ...more },
    callback: rest[0],
  }
}

const request = http.request
for (const [module, original] of [
  [http, http.request],
  [https, https.request],
]) {
  module.request = function mappedRequest(...args) {
    const { options, callback } = readArguments(args)
    // Over a socket's file, such as that of Docker, the name is only for show.
    const name = options.hostname || String(options.host || '').replace(/:\d+$/, '')
    const to = options.socketPath ? undefined : destination(name, options.path)
    if (!to) return original.apply(this, args)
    const kept = Object.fromEntries(
      Object.entries(options).filter(([option]) => !OF_HOST.includes(option)),
    )
    const { protocol, hostname, port } = to
    const path = to.pathname + to.search
    const headers = withoutHost(options.headers)
    return request.call(http, { ...kept, protocol, hostname, port, path, headers }, callback)
  }
  module.get = function mappedGet(...args) {
    const asked = module.request(...args)
    asked.end()
    return asked
  }
}

/** `fetch`, `WebSocket` and undici, also a program's own copy of it, send through this. */
const DISPATCHER = Symbol.for('undici.globalDispatcher.1')
void globalThis.Headers // its first use makes the dispatcher
const dispatcher = globalThis[DISPATCHER]
if (dispatcher) {
  const dispatch = (options, handler) => {
    const to = options.origin && destination(new URL(options.origin).hostname, options.path)
    if (!to) return dispatcher.dispatch(options, handler)
    const headers = withoutHost(options.headers)
    const { origin } = to
    return dispatcher.dispatch(
      { ...options, origin, path: to.pathname + to.search, headers, servername: undefined },
      handler,
    )
  }
  globalThis[DISPATCHER] = new Proxy(dispatcher, {
    get(target, name) {
      if (name === 'dispatch') return dispatch
      const value = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

// Whatever else opens a connection asks for the address of the name first.
for (const module of [dns, dns.promises]) {
  const { lookup } = module
  const guarded = function lookup_(hostname, ...rest) {
    if (!isOfficial(plain(hostname))) return lookup.call(this, hostname, ...rest)
    const error = refusal(plain(hostname))
    if (module === dns.promises) return Promise.reject(error)
    process.nextTick(rest.at(-1), error)
    return {}
  }
  for (const key of Reflect.ownKeys(lookup))
    if (!(key in guarded))
      Object.defineProperty(guarded, key, Object.getOwnPropertyDescriptor(lookup, key))
  module.lookup = guarded
}

syncBuiltinESMExports()
