import { spawn } from 'node:child_process'
import { createCipheriv, createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'

const PROGRAM = fileURLToPath(new URL('pre-compute.ts', import.meta.url))
const key = Buffer.alloc(32, 1)
// Fixed: one wrong key of 256 finds an end that looks right.
const wrongKey = Buffer.alloc(32, 2)
const encrypted = encrypt(Buffer.from('what the dataset holds'))
const checksum = `0x${createHash('sha256').update(encrypted).digest('hex')}`

let gateway: Server
let inputDir: string
beforeAll(async () => {
  gateway = createServer((_request, response) => response.end(encrypted))
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
})
afterAll(() => gateway.close())
beforeEach(() => {
  inputDir = mkdtempSync(join(tmpdir(), 'iexec-sim-pre-compute-'))
  return () => rmSync(inputDir, { recursive: true })
})

/** Variables of the n-th dataset of a slice. */
const dataset = (n: number, over: { url?: string; checksum?: string; key?: string } = {}) => ({
  [`IEXEC_DATASET_${n}_URL`]: over.url ?? '/ipfs/any',
  [`IEXEC_DATASET_${n}_CHECKSUM`]: over.checksum ?? checksum,
  [`IEXEC_DATASET_${n}_KEY`]: over.key ?? key.toString('base64'),
  [`IEXEC_DATASET_${n}_FILENAME`]: `dataset-${n}`,
})

it('downloads the permitted and readable datasets of a slice, and leaves no file of the others', async () => {
  const report = await preCompute({
    IEXEC_BULK_SLICE_SIZE: '4',
    ...dataset(1),
    ...dataset(2, { url: '', checksum: '', key: '' }),
    ...dataset(3, { checksum: `0x${'0'.repeat(64)}` }),
    ...dataset(4, { key: wrongKey.toString('base64') }),
  })
  expect(report).toEqual({ missingDatasets: ['dataset-2', 'dataset-3', 'dataset-4'] })
  expect(readdirSync(inputDir)).toEqual(['dataset-1'])
  expect(readFileSync(join(inputDir, 'dataset-1'), 'utf8')).toBe('what the dataset holds')
})

it('reports why an input file could not be downloaded', async () => {
  const inputs = { IEXEC_INPUT_FILES_NUMBER: '1', IEXEC_INPUT_FILE_URL_1: '/ipfs/a b' }
  expect(await preCompute(inputs)).toEqual({
    cause: 'PRE_COMPUTE_INPUT_FILE_DOWNLOAD_FAILED',
    reason: expect.stringContaining('write it as %20'),
  })
})

it.each([
  ['/ipfs/Qm', /starts with neither http:\/\/ nor https:\/\/; write it as http:.*\/ipfs\/Qm$/],
  ['ipfs://Qm', /starts with neither http:\/\/ nor https:\/\/$/],
  ['file:///etc/hostname', /starts with neither/],
  ['nonsense', /starts with neither/],
])('brings no input file from %s', async (url, reason) => {
  const inputs = { IEXEC_INPUT_FILES_NUMBER: '1', IEXEC_INPUT_FILE_URL_1: url }
  expect(await preCompute(inputs)).toEqual({
    cause: 'PRE_COMPUTE_INPUT_FILE_DOWNLOAD_FAILED',
    reason: expect.stringMatching(reason),
  })
  expect(readdirSync(inputDir)).toEqual([])
})

async function preCompute(slice: Record<string, string>): Promise<unknown> {
  const variables = {
    IEXEC_TASK_ID: `0x${'1'.repeat(64)}`,
    IEXEC_PRE_COMPUTE_OUT: '/iexec_in',
    IS_DATASET_REQUIRED: 'false',
    IEXEC_INPUT_FILES_NUMBER: '0',
    ...slice,
  }
  const gatewayUrl = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`
  const parameters = { inputDir, gatewayUrl, inputHosts: [], maxBytes: 10_000, timeoutMs: 10_000 }
  const program = spawn(process.execPath, [PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] })
  program.stdin.end(JSON.stringify({ variables, parameters }))
  return JSON.parse(await text(program.stdout))
}

function encrypt(plain: Buffer): Buffer {
  const vector = Buffer.alloc(16, 3)
  const cipher = createCipheriv('aes-256-cbc', key, vector)
  return Buffer.concat([vector, cipher.update(plain), cipher.final()])
}
