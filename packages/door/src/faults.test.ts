import type { HttpTrouble } from '@iexec-sim/faults'
import { afterEach, expect, it } from 'vitest'
import { type Door, openDoor } from './door.ts'
import { createLog } from './log.ts'

let door: Door | undefined
afterEach(() => door?.close())

/** A door with two routes, one of which does something else than its work. */
async function doorWith(does: HttpTrouble | undefined) {
  const seen: unknown[] = []
  const routes: unknown[] = []
  door = await openDoor({
    name: 'workerpool',
    port: 0,
    log: createLog({ level: 'silent' }),
    errorBody: (status, error) => ({ ok: false, status, error }),
    faults: {
      isEmpty: does === undefined,
      knowRoutes: (...known) => routes.push(known),
      http: (...asked) => {
        seen.push(asked)
        return asked[2] === '/tasks/:id' ? does : undefined
      },
    },
    plugin: async (app) => {
      app.get('/tasks/:id', async () => 'the task')
      app.post('/other', async () => 'other')
    },
  })
  return { seen, routes, url: door.url }
}

it('a route with a status fault answers in the form of its service, and other routes work', async () => {
  const { url, seen, routes } = await doorWith({ status: 503 })
  const answer = await fetch(`${url}/tasks/7?a=b`)
  expect([answer.status, await answer.json()]).toEqual([
    503,
    { ok: false, status: 503, error: 'Service Unavailable' },
  ])
  expect(await (await fetch(`${url}/other`, { method: 'POST' })).text()).toBe('other')
  expect((await fetch(`${url}/nothing`)).status).toBe(404)
  expect(seen).toEqual([
    ['workerpool', 'GET', '/tasks/:id'],
    ['workerpool', 'POST', '/other'],
    ['workerpool', 'GET', undefined],
  ])
  expect(routes).toEqual([['workerpool', ['GET /tasks/:id', 'POST /other']]])
})

it('a dropped request gets no response', async () => {
  const { url } = await doorWith({ drop: true })
  await expect(fetch(`${url}/tasks/7`)).rejects.toThrow('fetch failed')
})

it('a delayed response is late and correct', async () => {
  const { url } = await doorWith({ delayMs: 120 })
  const started = performance.now()
  expect(await (await fetch(`${url}/tasks/7`)).text()).toBe('the task')
  expect(performance.now() - started).toBeGreaterThan(110)
})

it('an allowed page may read a failed response, and a foreign one is refused', async () => {
  const { url, seen } = await doorWith({ status: 500 })
  const page = await fetch(`${url}/tasks/7`, { headers: { origin: 'http://localhost:3000' } })
  expect(page.headers.get('access-control-allow-origin')).toBe('http://localhost:3000')
  const stranger = await fetch(`${url}/tasks/7`, { headers: { origin: 'http://stranger.example' } })
  expect(stranger.status).toBe(403)
  expect(seen).toHaveLength(1)
})

it('without faults the fault book is not consulted', async () => {
  const { url, seen } = await doorWith(undefined)
  expect(await (await fetch(`${url}/tasks/7`)).text()).toBe('the task')
  expect(seen).toEqual([])
})
