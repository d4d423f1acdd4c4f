import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createServer, get, type IncomingMessage, request, type Server } from 'node:http'
import { get as getOverTls } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect as connectTls } from 'node:tls'
import { loadHostAuthority, type ServerAuthority } from '@iexec-sim/tee'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { ForwardProxy } from './forward-proxy.ts'

const HOSTS = ['sms.iex.ec', 'node.arbitrum.io']
const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-proxy-'))
const service: Server = createServer(async (asked, answer) => {
  const { method, url, headers } = asked
  answer.setHeader('x-from', 'service')
  answer.end(
    JSON.stringify({
      method,
      url,
      host: headers.host,
      origin: headers.origin,
      body: await text(asked),
    }),
  )
})
const sockets = new WebSocketServer({ server: service })
let authority: ServerAuthority
let proxy: ForwardProxy
let url: URL
let here: string

beforeAll(async () => {
  sockets.on('connection', (socket, { url: path }) => socket.send(String(path)))
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  here = `127.0.0.1:${(service.address() as AddressInfo).port}`
  const to = `http://${here}/`
  authority = await loadHostAuthority(dir, HOSTS)
  proxy = new ForwardProxy(
    {
      routes: [
        { host: HOSTS[0]!, to },
        { host: HOSTS[1]!, path: '/rpc', to },
      ],
      refused: ['iex.ec'],
    },
    authority,
  )
  url = new URL(await proxy.listen(0))
})
afterAll(async () => {
  await proxy.close()
  sockets.close()
  service.close()
  rmSync(dir, { recursive: true })
})

/** Opens a tunnel to a host and port, or returns the refusal. */
function tunnel(address: string): Promise<Socket | string> {
  return new Promise((resolve, reject) => {
    const asked = request({ port: url.port, method: 'CONNECT', path: address })
    asked.on('connect', async (answer: IncomingMessage, socket: Socket, head) =>
      answer.statusCode === 200
        ? resolve(socket)
        : resolve(`${answer.statusCode} ${head}${await text(socket)}`),
    )
    asked.on('error', reject).end()
  })
}

/** Asks for an address of a host through a tunnel, trusting the proxy's authority alone. */
async function ask(host: string, path: string, headers = {}): Promise<IncomingMessage> {
  const socket = (await tunnel(`${host}:443`)) as Socket
  return new Promise((resolve, reject) => {
    const secure = connectTls({ socket, servername: host, ca: authority.certificate })
    secure.on('error', reject)
    getOverTls({ createConnection: () => secure, host, path, headers }, resolve).on('error', reject)
  })
}

test('a mapped host answers over TLS with what its service says', async () => {
  const answer = await ask('sms.iex.ec', '/a?b=1?c', { origin: 'https://page.example' })
  expect(answer.headers['x-from']).toBe('service')
  expect(JSON.parse(await text(answer))).toEqual({
    method: 'GET',
    url: '/a?b=1?c',
    host: here,
    origin: 'https://page.example',
    body: '',
  })
})

test('the path of a route is not passed on, and one beside it is refused', async () => {
  expect(JSON.parse(await text(await ask('node.arbitrum.io', '/rpc')))).toMatchObject({ url: '/' })
  const refused = await ask('node.arbitrum.io', '/rpcs')
  expect([refused.statusCode, await text(refused)]).toEqual([
    403,
    expect.stringContaining('node.arbitrum.io/rpcs was not asked'),
  ])
})

test('a WebSocket to a mapped host is joined to its service', async () => {
  const socket = (await tunnel('sms.iex.ec:443')) as Socket
  const secure = connectTls({ socket, servername: 'sms.iex.ec', ca: authority.certificate })
  const client = new WebSocket('wss://sms.iex.ec/ws', { createConnection: () => secure })
  const said = await new Promise((resolve, reject) =>
    client.on('message', (data) => resolve(String(data))).on('error', reject),
  )
  client.close()
  expect(said).toBe('/ws')
})

test.each([
  'www.example.org:443',
  'api.elsewhere.iex.ec:443',
  'sms.iex.ec:22',
  '127.0.0.1:8545',
  '',
])('no tunnel leads to "%s"', async (address) => {
  expect(await tunnel(address)).toMatch(/^403 .* was not asked: /)
})

test('a request without TLS names a mapped host, or is refused', async () => {
  const plain = (path: string) =>
    new Promise<IncomingMessage>((resolve, reject) =>
      get({ port: url.port, path }, resolve).on('error', reject),
    )
  expect(JSON.parse(await text(await plain('http://sms.iex.ec/p')))).toMatchObject({ url: '/p' })
  expect((await plain('http://www.example.org/')).statusCode).toBe(403)
  expect((await plain('/')).statusCode).toBe(400)
})

test('its authority is good for the mapped hosts and loopback alone', async () => {
  const { certificate, privateKey } = await authority.issue(['www.example.org'])
  const { createServer: listenTls } = await import('node:tls')
  const server = listenTls({ cert: certificate, key: privateKey })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const failure = await new Promise<NodeJS.ErrnoException>((resolve) =>
    connectTls({
      port,
      host: '127.0.0.1',
      servername: 'www.example.org',
      ca: authority.certificate,
    }).on('error', resolve),
  )
  server.close()
  expect(failure.message).toContain('permitted subtree violation')
})

test('its key is kept for its owner alone, and another list of hosts has another', async () => {
  const [file] = readdirSync(dir)
  expect(statSync(join(dir, file!)).mode & 0o777).toBe(0o600)
  expect((await loadHostAuthority(dir, [...HOSTS].reverse())).certificate).toBe(
    authority.certificate,
  )
  expect((await loadHostAuthority(dir, ['ipfs.iex.ec'])).certificate).not.toBe(
    authority.certificate,
  )
})
