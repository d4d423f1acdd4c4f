import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog, type Door, openDoor, PAGE_HEADERS, site } from './index.ts'

let parent: string
let door: Door
beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'iexec-sim-site-'))
  const folder = join(parent, 'built')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  for (const [name, text] of Object.entries({
    'index.html': 'home',
    '404.html': 'nothing here',
    'assets/a.js': 'script',
    'assets/page-Ab3dE6gH.css': 'style',
    'assets/page-Ab3dE6gH.css.gz': 'small',
    '../secret.txt': 'secret',
  }))
    writeFileSync(join(folder, name), text)
  const [log, fallback] = [createLog({ level: 'silent' }), '404.html']
  const plugin = site({ folder, fallback, fallbackStatus: 404 })
  door = await openDoor({
    name: 'site',
    port: 0,
    log,
    plugin: async (app) => void app.register(plugin, { prefix: '/docs' }),
  })
})
afterAll(async () => {
  await door.close()
  rmSync(parent, { recursive: true })
})

const get = (path: string, headers: Record<string, string> = {}) =>
  door.app.inject({ url: path, headers: { host: `127.0.0.1:${door.port}`, ...headers } })

describe('a site', () => {
  it.each([
    ['/docs/', 200, 'text/html; charset=utf-8', 'home'],
    ['/docs/assets/a.js', 200, 'text/javascript; charset=utf-8', 'script'],
    ['/docs/assets', 404, 'text/html; charset=utf-8', 'nothing here'],
    ['/docs/nowhere', 404, 'text/html; charset=utf-8', 'nothing here'],
    ['/docs/..%2fsecret.txt', 404, 'text/html; charset=utf-8', 'nothing here'],
    ['/docs/..%5csecret.txt', 404, 'text/html; charset=utf-8', 'nothing here'],
  ])('answers %s with %i', async (path, status, type, body) => {
    const answer = await get(path)
    expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([
      status,
      type,
      body,
    ])
    expect(answer.headers).toMatchObject(PAGE_HEADERS)
  })

  it('leads to its folder where the slash is missing', async () => {
    const answer = await get('/docs')
    expect([answer.statusCode, answer.headers.location]).toEqual([302, '/docs/'])
  })

  it('sends an unchanged file only once', async () => {
    const { etag } = (await get('/docs/')).headers
    const again = await get('/docs/', { 'if-none-match': String(etag) })
    expect([again.statusCode, again.body]).toEqual([304, ''])
  })

  it('sends what was compressed ahead to who takes it, and says what never changes', async () => {
    const path = '/docs/assets/page-Ab3dE6gH.css'
    const [plain, small] = [await get(path), await get(path, { 'accept-encoding': 'br, gzip' })]
    expect([plain.body, plain.headers['content-encoding']]).toEqual(['style', undefined])
    expect([small.body, small.headers['content-encoding']]).toEqual(['small', 'gzip'])
    expect(small.headers).toMatchObject({
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: expect.stringContaining('Accept-Encoding'),
    })
  })

  it('is closed to other hosts', async () =>
    expect((await get('/docs/', { host: 'elsewhere.test' })).statusCode).toBe(403))
})
