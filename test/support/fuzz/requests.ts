import fc from 'fast-check'
import { type Body, body } from './bodies.ts'
import type { FuzzedDoor } from './doors.ts'
import { VALUES } from './values.ts'

/** A request to a door. */
export interface FuzzedRequest {
  /** `POST /path?query`, as it stands in the first line. */
  line: string
  headers: readonly string[]
  body: Body
}

const { name: parameter, text, inAddress, json } = VALUES
const VERBS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'] as const
const query = fc.array(fc.tuple(parameter.map(encodeURIComponent), inAddress), { maxLength: 5 })
/** A name that comes back: as lists and objects are written in some queries, and repeated. */
const repeated = fc.tuple(
  parameter.map(encodeURIComponent),
  inAddress,
  inAddress,
  fc.constantFrom('', '[]', '[a]'),
)

/** Answers what is asked for when it is there: it waits by design, up to five seconds. */
const WAITS = /[?&]seen=/

/**
 * Anything a client may send to a door: known routes with values that look right or not, and
 * unknown ones.
 */
export function requestTo({ routes, tokens, known }: FuzzedDoor): fc.Arbitrary<FuzzedRequest> {
  const value =
    known.length === 0
      ? inAddress
      : fc.oneof({ weight: 2, arbitrary: inAddress }, fc.constantFrom(...known))
  const route = fc.constantFrom(
    ...routes,
    ...routes,
    'GET /nothing',
    'GET *',
    'GET //',
    'POST /..;/',
  )
  const line = fc
    .record({
      route,
      verb: fc.option(fc.constantFrom(...VERBS), { nil: undefined, freq: 8 }),
      values: fc.array(value, { minLength: 4, maxLength: 4 }),
      query,
      repeated: fc.option(repeated, { nil: undefined }),
      chain: fc.boolean(),
    })
    .map((made) => firstLine(made))
    .filter((made) => !WAITS.test(made))
  return fc.record({ line, headers: headers(tokens), body })
}

interface Line {
  route: string
  verb: string | undefined
  values: string[]
  query: [string, string][]
  repeated: [string, string, string, string] | undefined
  chain: boolean
}

function firstLine({ route, verb, values, query, repeated, chain }: Line): string {
  const [method = 'GET', pattern = '/'] = route.split(' ')
  let next = 0
  const path = pattern.replace(/:\w+|\*/g, () => values[next++ % values.length]!)
  const pairs = query.map(([key, value]) => `${key}=${value}`)
  if (chain) pairs.push('chainId=134')
  if (repeated)
    pairs.push(
      `${repeated[0]}${repeated[3]}=${repeated[1]}`,
      `${repeated[0]}${repeated[3]}=${repeated[2]}`,
    )
  return `${verb ?? method} ${path || '/'}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`
}

/** Headers the services read, with anything in them. */
function headers(tokens: readonly string[]): fc.Arbitrary<string[]> {
  const value = fc
    .oneof(
      text,
      json.map((made) => JSON.stringify(made) ?? ''),
    )
    .map(asHeader)
  const named = fc.tuple(
    fc.constantFrom('Dropbox-API-Arg', 'X-Iexec-Result', 'Snapshot-Keys', 'If-None-Match'),
    value,
  )
  const signature = `0x${'1b'.repeat(65)}`
  const known = fc.constantFrom(
    signature,
    `a_${signature}_0x${'11'.repeat(20)}`,
    'Bearer abc',
    'Basic YTpi',
  )
  const authorization = fc.oneof(known, value, ...tokens.map((token) => fc.constant(token)))
  const upgrade = fc.constantFrom('h2c', 'websocket', 'foo')
  return fc
    .tuple(
      fc.option(authorization),
      fc.array(named, { maxLength: 2 }),
      fc.option(upgrade, { freq: 20 }),
    )
    .map(([grant, others, protocol]) => [
      ...(grant === null ? [] : [`Authorization: ${grant}`]),
      ...others.map(([key, held]) => `${key}: ${held}`),
      ...(protocol === null ? [] : [`Upgrade: ${protocol}`, 'Connection: Upgrade']),
    ])
}

const asHeader = (value: string): string => value.replace(/[^\x20-\x7e]/g, '').slice(0, 6_000)

/** A request as it goes over the wire. */
export function bytesOf({ line, headers, body }: FuzzedRequest): Buffer {
  const head = [
    `${line} HTTP/1.1`,
    'Host: localhost',
    ...(headers.some((header) => header.startsWith('Connection')) ? [] : ['Connection: close']),
    ...headers,
    ...(body.type === undefined ? [] : [`Content-Type: ${body.type}`]),
    ...(body.bytes.length > 0 ? [`Content-Length: ${body.bytes.length}`] : []),
  ]
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), body.bytes])
}
