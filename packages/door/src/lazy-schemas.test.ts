import type { FastifyPluginAsync } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createLog, type Door, openDoor } from './index.ts'

const count = { type: 'object', properties: { count: { type: 'integer' } }, required: ['count'] }
const plugin: FastifyPluginAsync = async (app) => {
  app.get('/query', { schema: { querystring: count } }, ({ query }) => query)
  app.get('/params/:count', { schema: { params: count } }, ({ params }) => params)
  app.get('/headers', { schema: { headers: count } }, () => 'ok')
  app.post('/body', { schema: { body: count } }, ({ body }) => body)
  app.get('/answer', { schema: { response: { 200: count } } }, () => ({ count: '7', more: true }))
  app.get('/wrong', { schema: { querystring: { type: 'no-type' } } }, () => 'ok')
  app.get('/wrong-answer', { schema: { response: { 200: { type: 'no-type' } } } }, () => ({}))
}

let door: Door
beforeAll(async () => {
  door = await openDoor({ name: 'test', port: 0, log: createLog({ level: 'silent' }), plugin })
})
afterAll(() => door.close())

const post = (body: unknown): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
})

it.each<[string, RequestInit, number, string]>([
  ['/query?count=7', {}, 200, '{"count":7}'],
  ['/params/7', {}, 200, '{"count":7}'],
  ['/headers', { headers: { count: '7' } }, 200, 'ok'],
  ['/body', post({ count: 7 }), 200, '{"count":7}'],
  ['/answer', {}, 200, '{"count":7}'],
  ['/query', {}, 400, "querystring must have required property 'count'"],
  ['/query?count=x', {}, 400, 'querystring/count must be integer'],
  ['/query?count=x', { method: 'HEAD' }, 400, ''],
  ['/params/x', {}, 400, 'params/count must be integer'],
  ['/headers', {}, 400, "headers must have required property 'count'"],
  ['/body', post({ count: 'x' }), 400, 'body/count must be integer'],
  ['/body', post({}), 400, "body must have required property 'count'"],
  ['/wrong', {}, 500, 'Internal Server Error'],
  ['/wrong-answer', {}, 500, 'Internal Server Error'],
])('%s with %j is answered %i, the first time and again', async (path, init, status, text) => {
  for (const _ of ['first', 'again']) {
    const response = await fetch(door.url + path, init)
    expect(response.status).toBe(status)
    expect(await response.text()).toContain(text)
  }
})
