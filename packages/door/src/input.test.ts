import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog, type Door, openDoor } from './index.ts'
import { nestsDeeper } from './nesting.ts'

let door: Door
let unexpected = 0
beforeAll(async () => {
  door = await openDoor({
    name: 'test',
    port: 0,
    log: createLog({ level: 'silent' }),
    errorBody: (status, error) => ({ ok: false, status, error }),
    repeatable: ['arg'],
    webSockets: (path) => path === '/socket',
    onUnexpected: () => {
      unexpected += 1
    },
    plugin: async (app) => {
      app.get('/ask', ({ query }) => query)
      app.post('/json', ({ body }) => ({ body }))
      app.get('/broken', () => {
        throw new Error('inner')
      })
      app.server.on('upgrade', (_request, socket) =>
        socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
      )
    },
  })
})
afterAll(() => door.close())

const ask = async (path: string) => {
  const answer = await fetch(door.url + path)
  return [answer.status, await answer.json()]
}
const post = async (body: string) =>
  (
    await fetch(`${door.url}/json`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    })
  ).status

/** Response to a raw request, until the other side closes. */
const raw = (text: string) =>
  new Promise<string>((resolve, reject) => {
    let answer = ''
    const socket = connect(door.port, '127.0.0.1', () => socket.end(text))
    socket.on('data', (data) => {
      answer += data
    })
    socket.on('error', reject).on('close', () => resolve(answer))
  })

describe('a request to a door', () => {
  it.each(['/ask?a=1&a=2', '/ask?__proto__=1&__proto__=2', '/ask?a=%00', '/a%00b'])(
    '%s is refused',
    async (path) => {
      expect(await ask(path)).toEqual([400, { ok: false, status: 400, error: expect.any(String) }])
    },
  )
  it('may repeat only the query parameters the service declares', async () => {
    expect(await ask('/ask?arg=1&arg=2&b=%zz')).toEqual([200, { arg: ['1', '2'], b: '%zz' }])
  })
  it.each([
    ['[', 64, 200],
    ['[', 65, 400],
    ['[', 100_000, 400],
  ])('%s nested %i deep is answered %i', async (open, depth, status) => {
    expect(await post(open.repeat(depth) + ']'.repeat(depth))).toBe(status)
  })
  it.each(['{"__proto__":1}', '{"constructor":{"prototype":1}}', '{', '', '\0'])(
    'the body %j is refused',
    async (body) => {
      expect(await post(body)).toBe(400)
    },
  )
  it('brackets in strings do not nest', () => {
    expect(nestsDeeper(`["${'['.repeat(99)}\\"${'['.repeat(99)}\\\\"]`, 1)).toBe(false)
    expect(nestsDeeper('["\\\\",[', 1)).toBe(true)
    expect(nestsDeeper(`"${'['.repeat(99)}`, 1)).toBe(false)
  })
  it.each(['h2c', 'foo', 'websocket'])(
    'an upgrade to %s that nobody takes is answered',
    async (upgrade) => {
      const head = `GET /ask HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: ${upgrade}\r\n\r\n`
      expect(await raw(head)).toMatch(/^HTTP\/1.1 (200|426) /)
    },
  )
  it('a WebSocket goes to the service', async () => {
    const head =
      'GET /socket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'
    expect(await raw(head)).toMatch(/^HTTP\/1.1 101 /)
  })
  it('counts unexpected exceptions, and nothing else', async () => {
    expect(unexpected).toBe(0)
    expect(await ask('/broken')).toMatchObject([500, { error: 'Internal Server Error' }])
    expect(unexpected).toBe(1)
  })
})
