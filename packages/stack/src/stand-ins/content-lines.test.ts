import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClock } from '@iexec-sim/chain'
import { createLog, type Door, openDoor } from '@iexec-sim/door'
import { Storage } from '@iexec-sim/storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CallBook } from './call-book.ts'
import { ContentLines } from './content-lines.ts'

const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-content-lines-'))
const log = createLog({ level: 'silent' })
const storage = new Storage({
  chain: {} as never, // results have no part in this
  chainId: 1,
  version: '9.0.0',
  clock: createClock(),
  log,
  dir,
})
let door: Door
let lines: ContentLines
let cid: string
beforeAll(async () => {
  door = await openDoor({ name: 'gateway', port: 0, log, plugin: storage.gatewayPlugin })
  lines = new ContentLines(door.url)
  cid = (await storage.add(Buffer.from('content'))).cid
})
afterAll(async () => {
  await door.close()
  storage.close()
  rmSync(dir, { recursive: true })
})

describe('lines about content', () => {
  it('give a file part by part, and its end', async () => {
    const found = await lines.answer({ id: 1, find: `/ipfs/${cid}`, method: 'GET' })
    expect(found).toMatchObject({ id: 1, status: 200, headers: { 'content-length': '7' } })
    const data = Buffer.from('content').toString('base64')
    expect(await lines.answer({ id: 1, more: true })).toEqual({ id: 1, data })
    expect(await lines.answer({ id: 1, more: true })).toEqual({ id: 1 })
    expect(await lines.answer({ id: 1, end: true })).toBeUndefined()
  })

  it.each([
    '/api/v0/version',
    '//example.org/ipfs/x',
    '/ipfs/../api/v0/version',
    '/ipfs/x/../../api/v0/version',
    '/ipfs/x/%2e%2e/%2E%2e/api/v0/version',
    '/ipfs/x\\..\\..\\api/v0/version',
    '/ipfs/',
    'http://example.org/ipfs/x',
  ])('find nothing at %s', async (find) => {
    expect(await lines.answer({ id: 2, find, method: 'GET' })).toEqual({ id: 2, status: 404 })
  })

  it('find nothing by another method', async () => {
    const find = `/ipfs/${cid}`
    expect(await lines.answer({ id: 3, find, method: 'POST' })).toEqual({ id: 3, status: 404 })
  })

  it('have 64 files open at most, each until it is given up', async () => {
    const find = `/ipfs/${cid}`
    for (let id = 100; id < 164; id++) await lines.answer({ id, find })
    expect(await lines.answer({ id: 164, find })).toEqual({ id: 164, status: 503 })
    await lines.answer({ id: 100, end: true })
    expect(await lines.answer({ id: 164, find })).toMatchObject({ status: 200 })
    for (let id = 100; id < 165; id++) await lines.answer({ id, end: true })
  })
})

describe('a book of calls', () => {
  const call = { host: 'a.example', method: 'GET', path: '/', headers: {}, status: 200 }

  it('keeps the newest 500 calls, and 4 MiB of them', () => {
    const book = new CallBook(createClock())
    for (let i = 0; i < 501; i++) book.add({ ...call, path: `/${i}` })
    expect(book.of('a.example').map(({ path }) => path)[0]).toBe('/1')
    expect(book.of('a.example')).toHaveLength(500)
    for (let i = 0; i < 5; i++) book.add({ ...call, body: 'x'.repeat(1024 ** 2) })
    expect(book.of('a.example').length).toBe(3)
    expect(book.of('b.example')).toEqual([])
  })
})
