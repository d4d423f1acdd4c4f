import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { ask } from './ask.ts'

let server: Server | undefined
afterEach(async () => {
  server?.closeAllConnections()
  await new Promise((done) => server?.close(done))
})

/** Starts a service and returns its URL. */
async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/path?secret=1`
}

/** A service that sends the beginning of a JSON body and nothing after it. */
const serveHalf = (status: number) =>
  serve((_request, response) => {
    response.writeHead(status).write('{"half":')
  })

it('an error response throws the text of its body, without the query of its URL', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(409).end('{"error":"it is taken"}')
  })
  await expect(ask(url)).rejects.toMatchObject({
    code: 'HTTP_FAILED',
    message: `GET ${url.split('?')[0]} returned 409: it is taken.`,
  })
})

/** A service that sends an error whose body has no end, and a promise of its connection's end. */
async function serveEndless(status: number): Promise<{ url: string; closed: Promise<void> }> {
  const closed = Promise.withResolvers<void>()
  const url = await serve((_request, response) => {
    response.writeHead(status).on('close', () => closed.resolve())
    const more = () => {
      while (response.write('x'.repeat(1024)));
    }
    response.on('drain', more)
    more()
  })
  return { url, closed: closed.promise }
}

it('an error response with an endless body throws its status, and its connection is closed', async () => {
  const { url, closed } = await serveEndless(500)
  await expect(ask(url)).rejects.toMatchObject({
    code: 'HTTP_FAILED',
    message: expect.stringMatching(/returned 500\.$/),
  })
  await closed
})

it('an accepted error with an endless body keeps its beginning, and its connection is closed', async () => {
  const { url, closed } = await serveEndless(404)
  const response = await ask(url, { accept: [404] })
  await closed
  expect([response.status, await response.text()]).toEqual([404, 'x'.repeat(64 * 1024)])
})

it('a request aborted while the body of an error is read throws the abort reason', async () => {
  const url = await serveHalf(500)
  const controller = new AbortController()
  const giveUp = () => setImmediate(() => controller.abort(new Error('given up')))
  subscribe('undici:request:headers', giveUp)
  await expect(ask(url, { signal: controller.signal })).rejects.toThrow('given up')
  unsubscribe('undici:request:headers', giveUp)
})

it.each([
  ['no body of an error', 500],
  ['no body', 200],
])('a service that sends %s in time counts as unreachable', async (_what, status) => {
  const url = await serveHalf(status)
  const reading = ask(url, { timeoutMs: 100 }).then((response) => response.json())
  await expect(reading).rejects.toMatchObject({
    code: 'HTTP_UNREACHABLE',
    message: `Cannot reach ${new URL(url).origin} (it does not answer in time).`,
  })
})
