import { askControl } from '@iexec-sim/client'
import { bellecour, type Profile, profiles } from '@iexec-sim/protocol'
import { defaultConfig, type Network, startNetwork } from '@iexec-sim/stack'
import { createNetwork, NetworkPool, POOL_VARIABLE } from '@iexec-sim/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePorts } from './support/free-port.ts'
import { abandon, ask, type Heard } from './support/fuzz/ask.ts'
import { credentialsOf } from './support/fuzz/credentials.ts'
import { doorsOf, type FuzzedDoor } from './support/fuzz/doors.ts'
import { ABANDONED, ANSWERED } from './support/fuzz/hostile-bytes.ts'
import { growthOf, residentMegabytes } from './support/fuzz/memory.ts'
import { bytesOf, requestTo } from './support/fuzz/requests.ts'

/**
 * `IEXEC_SIM_FUZZ` requests a door, made from `IEXEC_SIM_FUZZ_SEED`. Many are asked of every
 * profile.
 */
const REQUESTS = Number(process.env.IEXEC_SIM_FUZZ ?? 150)
const SEED = Number(process.env.IEXEC_SIM_FUZZ_SEED ?? 20_240)
const PROFILES: Profile[] = REQUESTS > 1_000 ? Object.values(profiles) : [bellecour]
const TIME_LIMIT = 60_000 + REQUESTS * 200

const LONGEST_MS = 1_000
/** Megabytes that stay from one third of the passes to the next but one. */
const MOST_GROWTH_MB = 30
/**
 * The requests are sent in several passes over all doors, one seed each; memory is looked at after
 * each pass.
 */
const PASSES = 9
/** Number of repeats on a busy machine before a slow response counts as a hang. */
const RETRIES = 3

describe.each(PROFILES)('the doors of $name', (profile) => {
  let network: Network
  let doors: FuzzedDoor[]
  const resident: number[] = []
  beforeAll(async () => {
    const hidden = [
      'dropbox',
      ...profile.teeFrameworks.map((framework) => `provisioning-${framework}`),
    ]
    const free = await freePorts(hidden.length)
    const held = Object.fromEntries(hidden.map((name, i) => [name, free[i]!]))
    const ports = {
      ...Object.fromEntries(Object.keys(profile.ports).map((name) => [name, 0])),
      ...held,
    }
    network = await startNetwork({ ...defaultConfig(profile), ports, tls: true })
    await network.offersOpen
    doors = await doorsOf(network, held, await credentialsOf(network))
    for (const door of doors) await fuzz(door, 50, SEED - 1)
  }, TIME_LIMIT)
  afterAll(() => network?.close())

  it(
    'answer every request, in time and without an internal error',
    async () => {
      console.info(`fuzz: ${REQUESTS} requests to each of ${doors.length} doors, seed ${SEED}`)
      for (let pass = 0; pass < PASSES; pass++) {
        for (const door of doors) await fuzz(door, Math.ceil(REQUESTS / PASSES), SEED + pass)
        resident.push(residentMegabytes())
      }
    },
    TIME_LIMIT * 20,
  )

  it(
    'answer malformed requests or close the connection',
    async () => {
      for (const door of doors) {
        for (const [what, bytes] of Object.entries(ANSWERED))
          expectAnswer(await patiently(door, bytes), `${door.name}: ${what}`)
        for (const bytes of Object.values(ABANDONED)) await abandon(door.url, bytes)
      }
    },
    TIME_LIMIT,
  )

  it('have counted no unexpected exception', async () => {
    const status = await (
      await askControl({ ...network, stateDir: network.dir }, 'GET', '/status')
    ).json()
    expect(status).toMatchObject({ unexpected: 0 })
  })

  it('keep no memory of the requests', () => {
    console.info(`fuzz: MB resident after each pass: ${resident.map(Math.round).join(', ')}`)
    expect(growthOf(resident)).toBeLessThan(MOST_GROWTH_MB)
  })
})

describe('the door of a pool of networks', () => {
  let pool: NetworkPool
  let door: FuzzedDoor
  beforeAll(async () => {
    // Only a client that takes a network may wait for it to start.
    pool = await NetworkPool.start(0)
    const { href: url, pathname: path } = new URL(pool.url)
    const near = [`GET ${path}x`, `GET ${path.slice(0, -1)}`, `GET ${path}/:any`, `GET /${path}`]
    door = {
      name: 'pool',
      url: new URL(url),
      routes: ['GET /', 'GET /:token', ...near],
      tokens: [],
      known: [],
    }
  }, TIME_LIMIT)
  afterAll(() => pool?.close())

  it('answers strangers at once', { timeout: TIME_LIMIT }, async () => {
    await fuzz(door, REQUESTS, SEED)
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect((await fetch(door.url, { method })).status, method).toBe(404)
    for (const [what, bytes] of Object.entries(ANSWERED))
      expectAnswer(await patiently(door, bytes), `pool: ${what}`)
    for (const bytes of Object.values(ABANDONED)) await abandon(door.url, bytes)
  })

  it('gives a network to a client with the token, even after other clients hung up early', async () => {
    const bytes = Buffer.from(`GET ${door.url.pathname} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    for (let i = 0; i < 3; i++) await abandon(door.url, bytes)
    process.env[POOL_VARIABLE] = pool.url
    await using network = await createNetwork().finally(() => delete process.env[POOL_VARIABLE])
    expect(await network.time.now()).toBeInstanceOf(Date)
  })
})

/** Sends a door a number of requests. A failure is reported with the seed, in its smallest form. */
async function fuzz(door: FuzzedDoor, numRuns: number, seed: number): Promise<void> {
  const asked = fc.asyncProperty(requestTo(door), async (request) => {
    expectAnswer(
      await patiently(door, bytesOf(request)),
      `${door.name}: ${request.line.slice(0, 300)}`,
    )
  })
  await fc.assert(asked, { numRuns, seed })
}

async function patiently(door: FuzzedDoor, bytes: Buffer): Promise<Heard> {
  let heard = await ask(door.url, bytes)
  for (let again = 0; again < RETRIES && heard.ms > LONGEST_MS; again++)
    heard = await ask(door.url, bytes)
  return heard
}

/** 501 and 503 mean not supported, or not now. */
function expectAnswer({ status, ms, text }: Heard, what: string): void {
  if (ms > LONGEST_MS) throw new Error(`${what}: no byte within ${LONGEST_MS} ms`)
  if (status !== undefined && status >= 500 && status !== 501 && status !== 503)
    throw new Error(`${what}: ${text}`)
}
