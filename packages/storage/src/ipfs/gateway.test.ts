import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createLog, type Door, openDoor } from '@iexec-sim/door'
import { base58btc } from 'multiformats/bases/base58'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GatewayClient } from '../client/index.ts'
import { gatewayPlugin } from './gateway.ts'
import { IpfsNode } from './ipfs-node.ts'

const HELLO = 'Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD'
const HELLO_LINE = 'QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o'
const UNKNOWN = 'QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n'
const MIB = 1024 ** 2
const text = (value: string) => new TextEncoder().encode(value)

const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-gateway-'))
let door: Door
let client: GatewayClient
beforeAll(async () => {
  const plugin = gatewayPlugin(new IpfsNode(dir), 3 * MIB)
  door = await openDoor({ name: 'gateway', port: 0, log: createLog({ level: 'silent' }), plugin })
  client = new GatewayClient(door.url)
})
afterAll(async () => {
  await door.close()
  rmSync(dir, { recursive: true })
})

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]
const number = (field: number, value: number) => Buffer.from([field * 8, ...varint(value)])
const bytesField = (field: number, bytes: Uint8Array) =>
  Buffer.concat([Buffer.from([field * 8 + 2, ...varint(bytes.length)]), bytes])
const multihash = (block: Uint8Array) =>
  Buffer.concat([Buffer.from([0x12, 0x20]), createHash('sha256').update(block).digest()])

/** The CID of a file of two leaves, written down field by field. */
function cidOfTwoLeaves(...leaves: [Uint8Array, Uint8Array]): string {
  const blocks = leaves.map((leaf) =>
    bytesField(1, Buffer.concat([number(1, 2), bytesField(2, leaf), number(3, leaf.length)])),
  )
  const links = blocks.map((block) =>
    bytesField(
      2,
      Buffer.concat([
        bytesField(1, multihash(block)),
        bytesField(2, Buffer.of()),
        number(3, block.length),
      ]),
    ),
  )
  const sizes = leaves.map((leaf) => number(4, leaf.length))
  const file = Buffer.concat([
    number(1, 2),
    number(3, leaves[0].length + leaves[1].length),
    ...sizes,
  ])
  return base58btc.encode(multihash(Buffer.concat([...links, bytesField(1, file)]))).slice(1)
}

/** Adds files by name as a Kubo client does; the answer's lines. */
async function add(files: [name: string, content: Uint8Array | string][], query = '') {
  const form = new FormData()
  for (const [name, content] of files) form.append('file', new Blob([content as string]), name)
  const response = await fetch(`${door.url}/api/v0/add${query}`, { method: 'POST', body: form })
  const lines = (await response.text()).trim().split('\n')
  return {
    status: response.status,
    lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  }
}

/** A form of one file that says hello. */
const form = (name: string, type = 'application/octet-stream') =>
  `--B\r\nContent-Disposition: form-data; name="file"; ${name}\r\nContent-Type: ${type}\r\n\r\nhello world\r\n--B--\r\n`

async function addRaw(body: string): Promise<{ status: number; text: string }> {
  const headers = { 'content-type': 'multipart/form-data; boundary=B' }
  const response = await fetch(`${door.url}/api/v0/add`, { method: 'POST', body, headers })
  return { status: response.status, text: await response.text() }
}

describe('version', () => {
  it.each(['GET', 'POST'])('answers %s as Kubo does', async (method) => {
    const response = await fetch(`${door.url}/api/v0/version?number=true`, { method })
    const said = (await response.json()) as Record<string, unknown>
    expect([response.status, Object.keys(said)]).toEqual([
      200,
      ['Version', 'Commit', 'Repo', 'System', 'Golang'],
    ])
    expect(said.Version).toMatch(/^\d+\.\d+\.\d+$/)
    expect(said.System).toMatch(/^\w+\/\w+$/)
  })
})

describe('add', () => {
  it('refuses an entry below a file', async () => {
    const cid = await client.add(text('a file'))
    expect((await fetch(`${door.url}/ipfs/${cid}/`)).status).toBe(200)
    expect((await fetch(`${door.url}/ipfs/${cid}/x`)).status).toBe(404)
  })

  it("gives Kubo's CIDs", async () => {
    expect(await client.add(text('hello world'))).toBe(HELLO)
    expect(await client.add(text('hello world\n'))).toBe(HELLO_LINE)
    expect(await client.add(text(''))).toBe('QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH')
  })

  it("responds in Kubo's lines, with sizes of whole trees", async () => {
    expect(await add([['a.txt', 'hello world\n']])).toEqual({
      status: 200,
      lines: [{ Name: 'a.txt', Hash: HELLO_LINE, Size: '20' }],
    })
  })

  it('cuts files at 256 KiB into leaves below a root', async () => {
    const bytes = randomBytes(256 * 1024 + 1)
    expect(await client.add(bytes)).toBe(
      cidOfTwoLeaves(bytes.subarray(0, 256 * 1024), bytes.subarray(256 * 1024)),
    )
  })

  it('gives version 1 CIDs with raw leaves when asked to', async () => {
    const { lines } = await add([['a.txt', 'hello world\n']], '?cid-version=1')
    expect(lines[0]?.Hash).toBe('bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4')
  })

  it('takes several large files and wraps them in a folder', async () => {
    const [first, second] = [randomBytes(MIB), randomBytes(MIB)]
    const { lines } = await add(
      [
        ['in/first', first],
        ['in/second', second],
      ],
      '?wrap-with-directory=true',
    )
    expect(lines.map(({ Name }) => Name)).toEqual(
      expect.arrayContaining(['in/first', 'in/second', 'in']),
    )
    const root = lines.at(-1)?.Hash
    expect(Buffer.compare(await client.bytes(`/ipfs/${root}/in/second`, MIB), second)).toBe(0)
  })

  it('takes URL-encoded names, and names a nameless file by its CID', async () => {
    const named = await addRaw(form('filename="a%2Fb.txt"'))
    expect(named.text).toContain(`{"Name":"a/b.txt","Hash":"${HELLO}","Size":"19"}`)
    expect((await addRaw(form('filename=""'))).text).toBe(
      `{"Name":"${HELLO}","Hash":"${HELLO}","Size":"19"}\n`,
    )
  })

  it('adds folders that are sent as such', async () => {
    const { text } = await addRaw(form('filename="empty"', 'application/x-directory'))
    expect(text).toBe(
      '{"Name":"empty","Hash":"QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn","Size":"4"}\n',
    )
  })

  it.each([
    ['a name that cannot be decoded', form('filename="%zz"')],
    ['a name that climbs', form('filename="../../x"')],
    ['an end that is missing', form('filename="a"').slice(0, 90)],
  ])('refuses %s', async (_title, body) => {
    expect((await addRaw(body)).status).toBe(400)
  })

  it('refuses more bytes than allowed, and a body that is not a form', async () => {
    expect((await add([['big', new Uint8Array(3 * MIB + 1)]])).status).toBe(413)
    expect(
      (await fetch(`${door.url}/api/v0/add`, { method: 'POST', body: 'text' })).status,
    ).toBeGreaterThanOrEqual(400)
    expect(
      (await fetch(`${door.url}/api/v0/add`, { method: 'POST', body: new FormData() })).status,
    ).toBe(400)
  })
})

describe('the gateway', () => {
  it('serves an added file with its length, type and ETag', async () => {
    await client.add(text('hello world'))
    for (const method of ['GET', 'HEAD']) {
      const response = await fetch(`${door.url}/ipfs/${HELLO}`, { method })
      expect(response.status).toBe(200)
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-length': '11',
        'content-type': 'application/octet-stream',
        etag: `"${HELLO}"`,
        'x-content-type-options': 'nosniff',
      })
      expect(await response.text()).toBe(method === 'GET' ? 'hello world' : '')
    }
    const cached = await fetch(`${door.url}/ipfs/${HELLO}`, {
      headers: { 'if-none-match': `"${HELLO}"` },
    })
    expect(cached.status).toBe(304)
  })

  it('streams a file of many blocks whole', async () => {
    const bytes = randomBytes(2 * MIB + 17)
    const cid = await client.add(bytes)
    expect(Buffer.compare(await client.bytes(`/ipfs/${cid}`, bytes.length), bytes)).toBe(0)
    await expect(client.bytes(`/ipfs/${cid}`, bytes.length - 1)).rejects.toMatchObject({
      code: 'FETCHED_TOO_LARGE',
    })
  })

  it('serves an empty file', async () => {
    expect(await client.bytes(`/ipfs/${await client.add(text(''))}`, 0)).toHaveLength(0)
  })

  it('answers an unknown CID and an invalid one differently', async () => {
    await expect(client.bytes(`/ipfs/${UNKNOWN}`, 1)).rejects.toMatchObject({ code: 'HTTP_FAILED' })
    expect((await fetch(`${door.url}/ipfs/${UNKNOWN}`)).status).toBe(404)
    expect((await fetch(`${door.url}/ipfs/${HELLO}/no/such`)).status).toBe(404)
    for (const bad of ['nonsense', '..%2f..%2fetc%2fpasswd', `${HELLO}x`])
      expect((await fetch(`${door.url}/ipfs/${bad}`)).status).toBe(400)
  })
})

describe('the blocks', () => {
  it('survive a restart, without half-written files', async () => {
    const { cid } = await new IpfsNode(dir).add(text('kept'))
    const found = await new IpfsNode(dir).find(cid)
    expect(Buffer.concat(await Readable.from(found!.content()).toArray()).toString()).toBe('kept')
    const names = readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
    expect(names).not.toHaveLength(0)
    expect(names.filter((name) => !/^[0-9a-f]+$/.test(name))).toEqual([])
  })
})
