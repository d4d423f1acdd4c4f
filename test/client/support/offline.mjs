// Preloaded into the simulator's processes while tests run: whoever tries to reach out of this
// machine fails, and is written down.
import dns from 'node:dns'
import { appendFileSync } from 'node:fs'
import net from 'node:net'

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+|localhost)$/
const report = process.env.IEXEC_SIM_TEST_ESCAPES

function refuse(how, target) {
  if (report) appendFileSync(report, `${process.pid} ${how} ${target}\n`)
  return Object.assign(new Error(`${how} of ${target}: nothing may leave this machine`), {
    code: 'ENETUNREACH',
  })
}

const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args
  const { host, path } =
    typeof first === 'object'
      ? first
      : typeof first === 'string'
        ? { path: first }
        : { host: args[1] }
  if (
    path === undefined &&
    host !== undefined &&
    typeof host === 'string' &&
    !LOOPBACK.test(host)
  ) {
    process.nextTick(() => this.destroy(refuse('connect', host)))
    return this
  }
  return connect.apply(this, args)
}

for (const api of [dns, dns.promises]) {
  const lookup = api.lookup
  api.lookup = (name, ...rest) => {
    if (LOOPBACK.test(name)) return lookup(name, ...rest)
    const error = refuse('lookup', name)
    const callback = rest.at(-1)
    if (typeof callback !== 'function') return Promise.reject(error)
    process.nextTick(() => callback(error))
  }
}
