import { type RequestOptions, request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog, type Door, openDoor, requireControlToken } from './index.ts'

let door: Door
const lines: string[] = []
beforeAll(async () => {
  const log = createLog({ level: 'info', stream: { write: (line) => void lines.push(line) } })
  door = await openDoor({
    name: 'test',
    port: 0,
    log,
    allowedHosts: ['simulator.test'],
    allowedOrigins: ['https://dapp.test'],
    plugin: async (app) => {
      app.get('/ping', () => 'pong')
      app.get('/tasks/:id', () => 'task')
      app.post('/json', () => 'ok')
      app.get('/broken', () => {
        throw new Error('inner detail')
      })
      app.get('/control', { onRequest: requireControlToken('t0ken') }, () => 'in')
    },
  })
})
afterAll(() => door.close())

function send(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body?: string,
): Promise<{ status: number; text: string; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const call = request(
      { port: door.port, host: '127.0.0.1', path, method, headers },
      async (response) => {
        let text = ''
        for await (const chunk of response) text += chunk
        resolve({ status: response.statusCode!, text, headers: response.headers })
      },
    )
    call.on('error', reject).end(body)
  })
}

const statusOf = (options: RequestOptions) =>
  new Promise<number>((resolve, reject) => {
    request(options, (response) => resolve(response.resume().statusCode!))
      .on('error', reject)
      .end()
  })

describe('a door', () => {
  it('listens on loopback', () =>
    expect(door.app.server.address()).toMatchObject({ address: '127.0.0.1' }))
  it('listens at further addresses, with the same accepted names', async () => {
    const door = await openDoor({
      name: 'test',
      port: 0,
      furtherHosts: ['127.0.0.2'],
      log: createLog({ level: 'silent' }),
      plugin: async (app) => void app.get('/ping', () => 'pong'),
    })
    const ask = (host: string) =>
      statusOf({
        host: '127.0.0.2',
        port: door.port,
        path: '/ping',
        headers: { host },
        agent: false,
      })
    expect(await Promise.all(['localhost', 'network.test'].map(ask))).toEqual([200, 403])
    expect(door.url).toBe(`http://127.0.0.1:${door.port}`)
    await door.close()
    await expect(ask('localhost')).rejects.toThrow('ECONNREFUSED')
  })
  it.each(['localhost', '127.0.0.1:80', '[::1]:1', 'app.localhost', 'simulator.test'])(
    'answers to host %s',
    async (host) => {
      expect((await send('/ping', { host })).status).toBe(200)
    },
  )
  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '10.0.0.1',
    'localhost@evil.example',
  ])('refuses host "%s"', async (host) => {
    expect((await send('/ping', { host })).status).toBeGreaterThanOrEqual(400)
    expect((await send('/nothing', { host })).status).not.toBe(404)
  })
  it.each(['https://evil.example', 'null', 'http://localhost.evil.example', 'file://'])(
    'refuses a page of %s',
    async (origin) => {
      expect(await send('/ping', { origin })).toMatchObject({ status: 403 })
      expect(await send('/ping', { origin }, 'OPTIONS')).toMatchObject({ status: 403 })
    },
  )
  it.each(['http://localhost:3000', 'https://dapp.test', 'http://127.0.0.1:5173'])(
    'answers a page of %s with CORS headers',
    async (origin) => {
      expect((await send('/ping', { origin })).headers['access-control-allow-origin']).toBe(origin)
      expect(
        await send(
          '/ping',
          { origin, 'access-control-request-headers': 'authorization' },
          'OPTIONS',
        ),
      ).toMatchObject({ status: 204 })
    },
  )
  it('answers 404 for an unknown path and 405 for a wrong verb', async () => {
    expect(await send('/nothing')).toMatchObject({ status: 404 })
    expect(await send('/json')).toMatchObject({ status: 405 })
    expect(await send('/tasks/12', {}, 'POST')).toMatchObject({ status: 405 })
  })
  it.each(['/%zz', `/tasks/${'x'.repeat(200)}`])(
    'answers the address %s in the same shape, behind the same guard',
    async (path) => {
      expect(await send(path, { host: 'evil.example' })).toMatchObject({ status: 403 })
      expect(await send(path, { origin: 'https://evil.example' })).toMatchObject({ status: 403 })
      const { status, text } = await send(path)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(JSON.parse(text)).toMatchObject({ status, path })
    },
  )
  it('keeps request bodies out of the log', async () => {
    await send(
      '/json?name=unsaid',
      { 'content-type': 'application/json', authorization: 'Bearer unsaid' },
      'POST',
      '{"unsaid',
    )
    await send('/broken?unsaid', { authorization: 'Bearer unsaid' })
    expect(lines.join('')).not.toContain('unsaid')
  })
  it('answers bad JSON with status, path and no stack', async () => {
    const { status, text } = await send(
      '/json',
      { 'content-type': 'application/json' },
      'POST',
      '{',
    )
    expect(status).toBe(400)
    expect(JSON.parse(text)).toMatchObject({ status: 400, path: '/json' })
  })
  it('logs the reason of an exception', async () => {
    expect((await send('/broken')).text).not.toContain('inner detail')
    expect(lines.join('')).toContain('inner detail')
  })
  it('opens control routes only with the token', async () => {
    expect((await send('/control')).status).toBe(401)
    expect((await send('/control', { authorization: 'Bearer nope!' })).status).toBe(401)
    expect((await send('/control', { authorization: 'Bearer t0ken' })).text).toBe('in')
  })
  it('names the port that is taken', async () => {
    const log = createLog({ level: 'silent' })
    await expect(
      openDoor({ name: 'second', port: door.port, log, plugin: async () => {} }),
    ).rejects.toThrow(`Port ${door.port} for second is already in use.`)
  })
})
