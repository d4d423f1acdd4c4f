import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog, type Door, openDoor } from '@iexec-sim/door'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DropboxFiles } from './files.ts'
import { dropboxPlugin } from './plugin.ts'

const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-dropbox-'))
const MOST_BYTES = 1_000
let door: Door
beforeAll(async () => {
  const plugin = dropboxPlugin(new DropboxFiles(dir), MOST_BYTES)
  door = await openDoor({ name: 'dropbox', port: 0, log: createLog({ level: 'silent' }), plugin })
})
afterAll(async () => {
  await door.close()
  rmSync(dir, { recursive: true })
})

function call(
  route: 'upload' | 'download',
  token: string | undefined,
  path: unknown,
  body?: string,
) {
  return fetch(`${door.url}/2/files/${route}`, {
    method: 'POST',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      'dropbox-api-arg': JSON.stringify({ path }),
      ...(body === undefined ? {} : { 'content-type': 'application/octet-stream' }),
    },
    ...(body === undefined ? {} : { body }),
  })
}

describe('the stand-in for Dropbox', () => {
  it('returns the newest file of an account at a path', async () => {
    await call('upload', 'mine', '/results/a.zip', 'first')
    const kept = await call('upload', 'mine', '/results/a.zip', 'second')
    expect(await kept.json()).toMatchObject({
      name: 'a.zip',
      path_display: '/results/a.zip',
      size: 6,
    })
    const got = await call('download', 'mine', '/results/a.zip')
    expect(JSON.parse(got.headers.get('dropbox-api-result')!)).toMatchObject({ size: 6 })
    expect(await got.text()).toBe('second')
  })

  it('takes paths in any script, escaped in headers', async () => {
    const send = (route: string, body?: string) =>
      fetch(`${door.url}/2/files/${route}`, {
        method: 'POST',
        headers: {
          authorization: 'Bearer mine',
          'dropbox-api-arg': '{"path":"/r\\u00e9sultat \\u2603"}',
          ...(body === undefined ? {} : { 'content-type': 'application/octet-stream' }),
        },
        ...(body === undefined ? {} : { body }),
      })
    expect((await send('upload', 'x')).status).toBe(200)
    const got = await send('download')
    expect(got.status).toBe(200)
    expect(JSON.parse(got.headers.get('dropbox-api-result')!).name).toBe('r\u00e9sultat \u2603')
  })

  it('keeps accounts apart', async () => {
    await call('upload', 'mine', '/secret', 'x')
    expect((await call('download', 'yours', '/secret')).status).toBe(409)
  })

  it('uses no token or path of a caller as a file name', async () => {
    expect((await call('upload', '../../token', '/../../escape', 'x')).status).toBe(200)
    expect(readdirSync(dir).filter((name) => !/^[0-9a-f]{64}$/.test(name))).toEqual([])
  })

  it.each([
    [undefined, '/a', 401, 'invalid_access_token/'],
    ['expired-token', '/a', 401, 'expired_access_token/'],
    ['mine', 'relative', 400, 'Error in call: HTTP header "Dropbox-API-Arg": no path'],
    ['mine', 7, 400, 'Error in call: HTTP header "Dropbox-API-Arg": no path'],
  ])('refuses token %s with path %s', async (token, path, status, summary) => {
    const answer = await call('upload', token, path, 'x')
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ error_summary: summary })
  })

  it('removes a file that is too large', async () => {
    const before = readdirSync(dir)
    expect((await call('upload', 'mine', '/large', 'x'.repeat(MOST_BYTES + 1))).status).toBe(409)
    expect(readdirSync(dir)).toEqual(before)
  })

  it('removes incomplete uploads of a former process, and nothing else', async () => {
    await call('upload', 'mine', '/kept', 'x')
    const before = readdirSync(dir)
    writeFileSync(join(dir, `${before[0]}.123`), 'half')
    new DropboxFiles(dir)
    expect(readdirSync(dir)).toEqual(before)
  })
})
