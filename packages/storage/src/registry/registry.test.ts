import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog, type Door, openDoor } from '@iexec-sim/door'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { registryPlugin } from './plugin.ts'

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
const INDEX = 'application/vnd.oci.image.index.v1+json'
const MAX_BLOB_BYTES = 1024 ** 2

const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-registry-'))
const openRegistry = (folder = dir) =>
  openDoor({
    name: 'registry',
    port: 0,
    log: createLog({ level: 'silent' }),
    plugin: registryPlugin({ dir: join(folder, 'registry'), maxBlobBytes: MAX_BLOB_BYTES }),
  })
let door: Door
let count = 0
let name: string
beforeAll(async () => {
  door = await openRegistry()
})
beforeEach(() => {
  name = `user/app-${count++}`
})
afterAll(async () => {
  await door.close()
  rmSync(dir, { recursive: true })
})

const digestOf = (bytes: Uint8Array | string) =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`
const ask = (path: string, init: RequestInit = {}) => fetch(`${door.url}/v2/${path}`, init)
const codeOf = async (response: Response) =>
  ((await response.json()) as { errors: [{ code: string }] }).errors[0].code
const refusal = async (response: Response) => [response.status, await codeOf(response)]

async function begin(): Promise<string> {
  const begun = await ask(`${name}/blobs/uploads/`, { method: 'POST' })
  expect(begun.status).toBe(202)
  return begun.headers.get('location')!.replace('/v2/', '')
}

async function pushBlob(bytes: Uint8Array): Promise<{ digest: string; size: number }> {
  const digest = digestOf(bytes)
  const response = await ask(`${await begin()}?digest=${digest}`, {
    method: 'PUT',
    body: bytes as never,
  })
  expect(response.status).toBe(201)
  return { digest, size: bytes.length }
}

const putManifest = (reference: string, manifest: unknown, mediaType = MANIFEST) =>
  ask(`${name}/manifests/${reference}`, {
    method: 'PUT',
    headers: { 'content-type': mediaType },
    body: typeof manifest === 'string' ? manifest : JSON.stringify(manifest),
  })

async function image() {
  const [config, layer] = [await pushBlob(randomBytes(40)), await pushBlob(randomBytes(400))]
  return { schemaVersion: 2, mediaType: MANIFEST, config, layers: [layer] }
}

describe('a registry', () => {
  it('says that it is one', async () => {
    const response = await ask('')
    expect(response.status).toBe(200)
    expect(response.headers.get('docker-distribution-api-version')).toBe('registry/2.0')
  })

  it('writes nothing before the first push', async () => {
    const unused = mkdtempSync(join(tmpdir(), 'iexec-sim-registry-'))
    const other = await openRegistry(unused)
    expect((await fetch(`${other.url}/v2/user/app/tags/list`)).status).toBe(404)
    expect(readdirSync(unused)).toEqual([])
    await other.close()
    rmSync(unused, { recursive: true })
  })

  it.each([
    ['User/app/tags/list', 400, 'NAME_INVALID'],
    ['../app/tags/list', 400, 'NAME_INVALID'],
    ['user/..%2fapp/tags/list', 400, 'NAME_INVALID'],
    ['user/app/manifests/-x', 400, 'MANIFEST_INVALID'],
    ['user/app/manifests/latest', 404, 'MANIFEST_UNKNOWN'],
    ['user/app/tags/list', 404, 'NAME_UNKNOWN'],
    [`user/app/blobs/sha256:${'0'.repeat(64)}`, 404, 'BLOB_UNKNOWN'],
    ['user/app/blobs/sha512:00', 400, 'DIGEST_INVALID'],
    ['user/app/blobs/uploads/none', 404, 'BLOB_UPLOAD_UNKNOWN'],
    ['user/app/other', 404, 'UNSUPPORTED'],
  ])('refuses %s in the words of the specification', async (path, status, code) => {
    const answered = await new Promise<{ status: number; text: string }>((resolve, reject) => {
      // By hand: fetch would resolve the dots.
      const call = request(door.url, { path: `/v2/${path}` }, (response) => {
        let text = ''
        response
          .on('data', (chunk) => (text += chunk))
          .on('end', () => resolve({ status: response.statusCode!, text }))
      })
      call.on('error', reject).end()
    })
    expect([answered.status, JSON.parse(answered.text).errors[0].code]).toEqual([status, code])
  })
})

describe('a blob', () => {
  it('arrives in parts and is read back, whole and from the middle', async () => {
    const bytes = randomBytes(300_000)
    const digest = digestOf(bytes)
    const location = await begin()
    const first = await ask(location, {
      method: 'PATCH',
      body: bytes.subarray(0, 100_000) as never,
    })
    expect([first.status, first.headers.get('range')]).toEqual([202, '0-99999'])
    const headers = { 'content-range': '100000-199999' }
    await ask(location, {
      method: 'PATCH',
      headers,
      body: bytes.subarray(100_000, 200_000) as never,
    })
    const asked = await ask(location)
    expect([asked.status, asked.headers.get('range')]).toEqual([204, '0-199999'])
    const last = { method: 'PUT', body: bytes.subarray(200_000) as never }
    expect((await ask(`${location}?digest=${digest}`, last)).status).toBe(201)

    const head = await ask(`${name}/blobs/${digest}`, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '300000'])
    expect(digestOf(await (await ask(`${name}/blobs/${digest}`)).bytes())).toBe(digest)
    const part = await ask(`${name}/blobs/${digest}`, { headers: { range: 'bytes=299990-' } })
    expect([part.status, Buffer.from(await part.bytes())]).toEqual([206, bytes.subarray(299_990)])
  })

  it('may be empty, and may come in one request', async () => {
    const [empty, text] = [digestOf(''), digestOf('text')]
    expect((await ask(`${await begin()}?digest=${empty}`, { method: 'PUT' })).status).toBe(201)
    expect((await ask(`${name}/blobs/${empty}`)).headers.get('content-length')).toBe('0')
    const once = `${name}/blobs/uploads/?digest=${text}`
    const body = new TextEncoder().encode('text')
    expect((await ask(once, { method: 'POST', body })).status).toBe(201)
    expect(await (await ask(`${name}/blobs/${text}`)).text()).toBe('text')
  })

  it('that another repository has is mounted', async () => {
    const { digest } = await pushBlob(randomBytes(10))
    const mount = `user/other/blobs/uploads/?mount=${digest}&from=${name}`
    expect((await ask(mount, { method: 'POST' })).status).toBe(201)
  })

  it('whose digest is wrong is refused and leaves nothing', async () => {
    const stated = digestOf('what was said')
    const response = await ask(`${await begin()}?digest=${stated}`, {
      method: 'PUT',
      body: 'what came',
    })
    expect(await refusal(response)).toEqual([400, 'DIGEST_INVALID'])
    for (const digest of [stated, digestOf('what came')])
      expect((await ask(`${name}/blobs/${digest}`, { method: 'HEAD' })).status).toBe(404)
    expect(readdirSync(join(dir, 'registry/uploads'))).toEqual([])
  })

  it('that is too large is refused and leaves nothing', async () => {
    const location = await begin()
    const body = new Uint8Array(MAX_BLOB_BYTES + 1)
    const response = await ask(location, { method: 'PATCH', body })
    expect(await refusal(response)).toEqual([413, 'SIZE_INVALID'])
    expect((await ask(location)).status).toBe(404)
    expect(readdirSync(join(dir, 'registry/uploads'))).toEqual([])
  })

  it('whose part comes out of turn goes on where it was', async () => {
    const location = await begin()
    await ask(location, { method: 'PATCH', body: 'one' })
    const headers = { 'content-range': '4-6' }
    const response = await ask(location, { method: 'PATCH', headers, body: 'two' })
    expect([response.status, response.headers.get('range')]).toEqual([416, '0-2'])
    await ask(location, { method: 'PATCH', headers: { 'content-range': '3-5' }, body: 'two' })
    const done = await ask(`${location}?digest=${digestOf(['one', 'two'].join(''))}`, {
      method: 'PUT',
    })
    expect(done.status).toBe(201)
  })

  it('whose connection breaks off goes on with what has arrived', async () => {
    const location = await begin()
    const call = request(`${door.url}/v2/${location}`, {
      method: 'PATCH',
      headers: { 'content-length': '100' },
    })
    call.on('error', () => {})
    call.write('begun')
    await expect.poll(async () => (await ask(location)).headers.get('range')).toBe('0-4')
    call.destroy()
    // Until the end of the connection is noticed the upload is taken.
    await expect
      .poll(async () => (await ask(location, { method: 'PATCH', body: ', done' })).status)
      .toBe(202)
    const done = await ask(`${location}?digest=${digestOf('begun, done')}`, { method: 'PUT' })
    expect(done.status).toBe(201)
  })

  it('waits beside 63 others, and the longest idle one ends for one more', async () => {
    const first = await begin()
    for (let i = 0; i < 64; i++) await begin()
    expect((await ask(first)).status).toBe(404)
  })
})

describe('a manifest', () => {
  it('is found by tag and digest, also after a restart', async () => {
    const text = JSON.stringify(await image(), null, 2)
    const digest = digestOf(text)
    const pushed = await putManifest('v1', text)
    expect([pushed.status, pushed.headers.get('docker-content-digest')]).toEqual([201, digest])
    await putManifest('v2', text)
    await door.close()
    door = await openRegistry()
    for (const reference of ['v1', 'v2', digest]) {
      const found = await ask(`${name}/manifests/${reference}`)
      expect(found.headers.get('content-type')).toBe(MANIFEST)
      expect(await found.text()).toBe(text)
      const head = await ask(`${name}/manifests/${reference}`, { method: 'HEAD' })
      expect(head.headers.get('docker-content-digest')).toBe(digest)
    }
    expect(await (await ask(`${name}/tags/list`)).json()).toEqual({ name, tags: ['v1', 'v2'] })
  })

  it('takes a tag over from another', async () => {
    await putManifest('latest', await image())
    const text = JSON.stringify(await image())
    await putManifest('latest', text)
    expect(await (await ask(`${name}/manifests/latest`)).text()).toBe(text)
    expect(await (await ask(`${name}/tags/list`)).json()).toMatchObject({ tags: ['latest'] })
  })

  it('may be an index of manifests that are here', async () => {
    const one = JSON.stringify(await image())
    const entry = { digest: digestOf(one), size: one.length, mediaType: MANIFEST }
    const index = { schemaVersion: 2, manifests: [entry] }
    expect(await refusal(await putManifest('latest', index, INDEX))).toEqual([
      404,
      'MANIFEST_BLOB_UNKNOWN',
    ])
    await putManifest(entry.digest, one)
    expect((await putManifest('latest', index, INDEX)).status).toBe(201)
  })

  it.each<[string, string, (whole: Awaited<ReturnType<typeof image>>) => unknown]>([
    ['is no JSON', 'MANIFEST_INVALID', () => '{'],
    ['is a list', 'MANIFEST_INVALID', () => null],
    ['has another version', 'MANIFEST_INVALID', (whole) => ({ ...whole, schemaVersion: 1 })],
    ['has another type', 'MANIFEST_INVALID', (whole) => ({ ...whole, mediaType: INDEX })],
    ['has no configuration', 'MANIFEST_INVALID', (whole) => ({ ...whole, config: undefined })],
    ['has no layers', 'MANIFEST_INVALID', (whole) => ({ ...whole, layers: {} })],
    [
      'names something that is not a digest',
      'DIGEST_INVALID',
      (whole) => ({ ...whole, config: { ...whole.config, digest: 'sha256:../../x' } }),
    ],
    [
      'names a blob that was not pushed',
      'MANIFEST_BLOB_UNKNOWN',
      (whole) => ({ ...whole, layers: [{ digest: digestOf('absent'), size: 6 }] }),
    ],
    [
      'says another size',
      'MANIFEST_INVALID',
      (whole) => ({ ...whole, config: { ...whole.config, size: 1 } }),
    ],
  ])('that %s is refused and changes nothing', async (_flaw, code, broken) => {
    const whole = JSON.stringify(await image())
    await putManifest('latest', whole)
    const response = await putManifest('latest', broken(JSON.parse(whole)))
    expect(response.ok).toBe(false)
    expect(await codeOf(response)).toBe(code)
    expect(await (await ask(`${name}/manifests/latest`)).text()).toBe(whole)
  })

  it('under a digest that is not its own, of an unknown type or too large is refused', async () => {
    const whole = await image()
    const wrong = await putManifest(digestOf('another'), whole)
    expect(await refusal(wrong)).toEqual([400, 'DIGEST_INVALID'])
    expect(await refusal(await putManifest('latest', whole, 'text/plain'))).toEqual([
      400,
      'MANIFEST_INVALID',
    ])
    const large = JSON.stringify({ ...whole, annotations: { x: 'x'.repeat(4 * 1024 ** 2) } })
    expect(await refusal(await putManifest('latest', large))).toEqual([413, 'SIZE_INVALID'])
    expect((await ask(`${name}/tags/list`)).status).toBe(404)
    expect(existsSync(join(dir, 'registry/blobs', digestOf(large).slice(7)))).toBe(false)
  })
})
