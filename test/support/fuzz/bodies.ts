import fc from 'fast-check'
import { VALUES } from './values.ts'

/** A body and the content type it goes under. */
export interface Body {
  type: string | undefined
  bytes: Buffer
}

const { text, json, name } = VALUES
const asJson = (value: unknown): string => JSON.stringify(value) ?? ''

const METHODS = [
  'eth_call',
  'eth_getBalance',
  'eth_getLogs',
  'eth_getBlockByNumber',
  'eth_getStorageAt',
]
const QUIET = ['eth_subscribe', 'eth_unsubscribe', 'eth_chainId', 'net_version', 'eth_nothing']
/** Calls of a chain, one or several. */
const call = fc.record({
  jsonrpc: fc.constant('2.0'),
  id: json,
  method: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...METHODS, ...QUIET) }, json),
  params: fc.oneof(fc.array(json, { maxLength: 3 }), json),
})

const deep = fc
  .constantFrom(60, 65, 5_000, 100_000)
  .map((depth) => '['.repeat(depth) + ']'.repeat(depth))
const deepObject = fc
  .constantFrom(60, 65, 5_000)
  .map((depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)
const numbers = fc.constantFrom('1e999', '-1e999', '9'.repeat(3_000), `{"id":${'9'.repeat(400)}}`)
const jsonText = fc.oneof(
  { weight: 8, arbitrary: json.map(asJson) },
  { weight: 4, arbitrary: fc.dictionary(name, json, { maxKeys: 6 }).map(asJson) },
  { weight: 3, arbitrary: call.map(asJson) },
  { weight: 1, arbitrary: fc.array(call, { maxLength: 4 }).map(asJson) },
  deep,
  deepObject,
  numbers,
  json.map((value) => asJson(value).slice(0, -1)),
)

const TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'application/octet-stream',
]
const RARE = [
  'application/zip',
  'application/gzip',
  'application/yaml',
  'application/x-www-form-urlencoded',
  'a/b/c;;',
]
const type = fc.option(fc.constantFrom(...TYPES, ...RARE, 'multipart/form-data'), {
  nil: undefined,
})

const part = fc.record({ file: text, content: text, cut: fc.integer({ min: 0, max: 200 }) })
/** A form, most often cut off before its end. */
const form = part.map(({ file, content, cut }) => {
  const head = `Content-Disposition: form-data; name="file"; filename="${file.replace(/[\r\n"]/g, '')}"`
  const whole = `--b\r\n${head}\r\nContent-Type: a/b\r\n\r\n${content}\r\n--b--\r\n`
  return {
    type: 'multipart/form-data; boundary=b',
    bytes: Buffer.from(cut < 100 ? whole : whole.slice(0, cut)),
  }
})

/** Anything as a body. */
export const body: fc.Arbitrary<Body> = fc.oneof(
  {
    weight: 6,
    arbitrary: jsonText.map((sent) => ({ type: 'application/json', bytes: Buffer.from(sent) })),
  },
  { weight: 2, arbitrary: fc.record({ type, bytes: jsonText.map((sent) => Buffer.from(sent)) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type,
      bytes: fc.uint8Array({ maxLength: 300 }).map((raw) => Buffer.from(raw)),
    }),
  },
  { weight: 1, arbitrary: form },
  { weight: 1, arbitrary: fc.constant({ type: undefined, bytes: Buffer.alloc(0) }) },
)
