import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { encodeResultLink, formatResultLink } from '@iexec-sim/protocol'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { resultFiles } from './result-files.ts'

const PATH = '/ipfs/Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD'
const PATH_V1 = '/ipfs/bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4'
const zeros = new Uint8Array(100_000)
/** Small as an archive, large when unpacked. */
const ARCHIVE = zipSync({ zeros })

/** Paths that the gateway was asked for. */
const asked: string[] = []
const server = createServer(({ url }, response) => {
  asked.push(url!)
  response.end(ARCHIVE)
})
let gateway: string
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  gateway = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const resultsAt = (location: string) => encodeResultLink(formatResultLink('ipfs', location))

it.each([PATH, PATH_V1])('a result at %s is fetched and unpacked', async (location) => {
  expect(await resultFiles(gateway, resultsAt(location))).toEqual({ zeros })
})

it('a result outside IPFS has no files', async () => {
  const results = encodeResultLink(formatResultLink('dropbox', '/results/1'))
  expect(await resultFiles(gateway, results)).toBeUndefined()
})

it.each([
  encodeResultLink('{ "storage": "ipfs" }'),
  encodeResultLink('{ "storage": "ipfs", "location": ["/ipfs"] }'),
  ...[
    '',
    '/ipfs/',
    '/ipfs/none',
    '/ipfs/../api/v0/add',
    PATH.slice('/ipfs/'.length),
    `${PATH}/../../api`,
    `${PATH}?arg=1`,
    `.elsewhere.example${PATH}`,
    `@elsewhere.example${PATH}`,
    '0/',
  ].map(resultsAt),
])('the on-chain results %s, not an IPFS path, are refused without a request', async (results) => {
  asked.length = 0
  await expect(resultFiles(gateway, results)).rejects.toMatchObject({ code: 'RESULT_LOCATION' })
  expect(asked).toEqual([])
})

it('an archive, and files in one, above the maximum are refused', async () => {
  for (const maxBytes of [ARCHIVE.length - 1, zeros.length - 1])
    await expect(resultFiles(gateway, resultsAt(PATH), maxBytes)).rejects.toMatchObject({
      code: 'RESULT_TOO_LARGE',
    })
  expect(await resultFiles(gateway, resultsAt(PATH), zeros.length)).toEqual({ zeros })
})
