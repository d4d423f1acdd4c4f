import { spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { hostMap } from './bin.ts'

/** Answers with what it was asked. */
const service: Server = createServer((asked, answer) => {
  if (asked.url?.startsWith('/leads-away'))
    return answer.writeHead(302, { location: 'https://api.elsewhere.iex.ec/' }).end()
  if (asked.url?.startsWith('/leads-back'))
    return answer.writeHead(302, { location: 'https://sms.iex.ec/there' }).end()
  let body = ''
  asked.setEncoding('utf8').on('data', (text) => {
    body += text
  })
  asked.on('end', () => {
    const { method, url, headers } = asked
    answer.end(JSON.stringify({ method, url, host: headers.host, mark: headers['x-mark'], body }))
  })
})
const sockets = new WebSocketServer({ server: service })
let here: string

beforeAll(async () => {
  sockets.on('connection', (socket, { url }) => socket.send(String(url)))
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  here = `127.0.0.1:${(service.address() as AddressInfo).port}`
})
afterAll(() => {
  sockets.close()
  service.close()
})

/** Runs a module in a Node.js process with the map, and returns what it prints. */
async function run(code: string, map?: string): Promise<{ code: number | null; said: string }> {
  const to = `http://${here}/`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    env: {
      PATH: process.env.PATH,
      NODE_OPTIONS: `--require=${JSON.stringify(hostMap)}`,
      IEXEC_SIM_HOST_MAP:
        map ??
        JSON.stringify({
          routes: [
            { host: 'sms.iex.ec', to },
            { host: 'node.arbitrum.io', path: '/rpc', to },
          ],
          refused: ['iex.ec', 'arbitrum.io'],
        }),
    },
    cwd: import.meta.dirname,
  })
  let said = ''
  for (const output of [child.stdout, child.stderr])
    output.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  const ended = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code: ended, said }
}

const MAPPED: Record<string, [code: string, expected: Record<string, unknown>]> = {
  'fetch with a body': [
    `const a = await fetch('https://sms.iex.ec/a?b=1', { method: 'POST', body: 'x', headers: { 'x-mark': 'm' } })
     console.log(await a.text())`,
    { method: 'POST', url: '/a?b=1', body: 'x', mark: 'm' },
  ],
  'fetch of a Request': [
    `console.log(await (await fetch(new Request(new URL('https://sms.iex.ec/r'), { method: 'PUT', body: 'y' }))).text())`,
    { method: 'PUT', url: '/r', body: 'y' },
  ],
  'a redirect to another mapped address': [
    `console.log(await (await fetch('http://${'{here}'}/leads-back')).text())`,
    { method: 'GET', url: '/there' },
  ],
  'https.request with options': [
    `import https from 'node:https'
     const asked = https.request({ host: 'sms.iex.ec', path: '/o', method: 'POST', headers: { Host: 'sms.iex.ec', 'X-Mark': 'm' }, agent: new https.Agent({ keepAlive: true }) },
       (answer) => answer.on('data', (d) => { console.log(String(d)); process.exit() }))
     asked.end('z')`,
    { method: 'POST', url: '/o', body: 'z', mark: 'm' },
  ],
  'an imported get with an URL, options and a callback': [
    `import { get } from 'node:https'
     get(new URL('https://SMS.iex.ec./g'), { headers: { 'x-mark': 'n' } }, (answer) => answer.on('data', (d) => console.log(String(d))))`,
    { method: 'GET', url: '/g', mark: 'n' },
  ],
  'http, which is not TLS': [
    `import http from 'node:http'
     http.get('http://sms.iex.ec/h', (answer) => answer.on('data', (d) => console.log(String(d))))`,
    { method: 'GET', url: '/h' },
  ],
  'a path that is not passed on': [
    `console.log(await (await fetch('https://node.arbitrum.io/rpc', { method: 'POST', body: '{}' })).text())`,
    { method: 'POST', url: '/', body: '{}' },
  ],
  'fetch in a worker thread': [
    `import { Worker } from 'node:worker_threads'
     new Worker("fetch('https://sms.iex.ec/w').then((a) => a.text()).then(console.log)", { eval: true })`,
    { method: 'GET', url: '/w' },
  ],
}

test.each(Object.entries(MAPPED))('%s is led to the service', async (_name, [code, expected]) => {
  const { said } = await run(code.replaceAll('{here}', here))
  expect(JSON.parse(said)).toMatchObject({ ...expected, host: here })
})

test.each([
  [
    'the global WebSocket',
    `const socket = new WebSocket('wss://sms.iex.ec/s')
    socket.onmessage = ({ data }) => { console.log(data); socket.close() }`,
  ],
  [
    'ws',
    `import { WebSocket } from 'ws'
    const socket = new WebSocket('wss://sms.iex.ec/s')
    socket.on('message', (data) => { console.log(String(data)); socket.close() })`,
  ],
])('%s is led to the service', async (_name, code) => {
  expect(await run(code)).toEqual({ code: 0, said: '/s\n' })
})

const REFUSED: Record<string, string> = {
  fetch: `await fetch('https://api.elsewhere.iex.ec/x').catch((error) => console.log((error.cause ?? error).message))`,
  'a path beside the mapped one': `await fetch('https://node.arbitrum.io/rpcs').catch((error) => console.log((error.cause ?? error).message))`,
  'a redirect': `await fetch('http://{here}/leads-away').catch((error) => console.log((error.cause ?? error).message))`,
  'https.get': `import https from 'node:https'
    try { https.get('https://api.elsewhere.iex.ec/') } catch (error) { console.log(error.message) }`,
  tls: `import tls from 'node:tls'
    tls.connect(443, 'sms.iex.ec').on('error', (error) => console.log(error.message))`,
  http2: `import http2 from 'node:http2'
    http2.connect('https://api.elsewhere.iex.ec').on('error', (error) => console.log(error.message))`,
  'dns.promises': `import { lookup } from 'node:dns/promises'
    await lookup('iex.ec').catch((error) => console.log(error.message))`,
}

test.each(Object.entries(REFUSED))(
  'an official host without a route is refused: %s',
  async (_name, code) => {
    const { said } = await run(code.replaceAll('{here}', here))
    expect(said).toMatch(
      /^iexec-sim: \S+ was not asked\. It belongs to iExec's real networks, .*Led to this machine are: .*sms\.iex\.ec.*\n$/,
    )
  },
)

test('hosts that are not official, and sockets of Docker, are left alone', async () => {
  const { said } = await run(`import http from 'node:http'
    console.log(await (await fetch('http://${here}/own')).text())
    http.get({ socketPath: '/nowhere', host: 'sms.iex.ec', path: '/' }).on('error', ({ code }) => console.log(code))`)
  const [own, code] = said.trim().split('\n')
  expect(JSON.parse(own!)).toMatchObject({ url: '/own' })
  expect(code).toBe('ENOENT')
})

test.each(['', 'not JSON', '{}'])(
  'a map that is "%s" ends the program with a sentence',
  async (map) => {
    const { code, said } = await run(`console.log('ran')`, map)
    expect(code).not.toBe(0)
    expect(said).toContain('the variable IEXEC_SIM_HOST_MAP has no map of hosts')
    expect(said).not.toContain('ran')
  },
)
