import { askControl } from '@iexec-sim/client'
import { bellecour, type Profile, profiles } from '@iexec-sim/protocol'
import { defaultConfig, type Network, startNetwork } from '@iexec-sim/stack'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePorts } from './support/free-port.ts'
import { abandon, ask, type Heard } from './support/fuzz/ask.ts'
import { doorsOf, type FuzzedDoor } from './support/fuzz/doors.ts'
import { ABANDONED, ANSWERED } from './support/fuzz/hostile-bytes.ts'
import { residentMegabytes } from './support/fuzz/memory.ts'
import { bytesOf, requestTo } from './support/fuzz/requests.ts'

/** `IEXEC_SIM_FUZZ` requests a door, made from `IEXEC_SIM_FUZZ_SEED`. Many are asked of every profile. */
const REQUESTS = Number(process.env.IEXEC_SIM_FUZZ ?? 150)
const SEED = Number(process.env.IEXEC_SIM_FUZZ_SEED ?? 20_240)
const PROFILES: Profile[] = REQUESTS > 1_000 ? Object.values(profiles) : [bellecour]
const TIME_LIMIT = 60_000 + REQUESTS * 200

const LONGEST_MS = 1_000
const MOST_GROWTH_MB = 100
/** What a busy machine does to an answer is asked again this often before it counts as a hang. */
const RETRIES = 3

describe.each(PROFILES)('the doors of $name', (profile) => {
  let network: Network
  let doors: FuzzedDoor[]
  let before: number
  beforeAll(async () => {
    const hidden = ['dropbox', ...profile.teeFrameworks.map((framework) => `provisioning-${framework}`)]
    const free = await freePorts(hidden.length)
    const held = Object.fromEntries(hidden.map((name, i) => [name, free[i]!]))
    const ports = { ...Object.fromEntries(Object.keys(profile.ports).map((name) => [name, 0])), ...held }
    network = await startNetwork({ ...defaultConfig(profile), ports, tls: true })
    await network.offersOpen
    doors = doorsOf(network, held)
    for (const door of doors) await fuzz(door, 50, SEED + 1)
    before = residentMegabytes()
  }, TIME_LIMIT)
  afterAll(() => network?.close())

  it(
    'answer whatever they are asked, in time and without an error of their own',
    async () => {
      console.info(`fuzz: ${REQUESTS} requests to each of ${doors.length} doors, seed ${SEED}`)
      for (const door of doors) await fuzz(door, REQUESTS, SEED)
    },
    TIME_LIMIT * 20,
  )

  it(
    'answer or close what is no request',
    async () => {
      for (const door of doors) {
        for (const [what, bytes] of Object.entries(ANSWERED))
          expectAnswer(await patiently(door, bytes), `${door.name}: ${what}`)
        for (const bytes of Object.values(ABANDONED)) await abandon(door.url, bytes)
      }
    },
    TIME_LIMIT,
  )

  it(
    'have met nothing unexpected, and have kept nothing',
    async () => {
      const status = await (await askControl({ ...network, stateDir: network.dir }, 'GET', '/status')).json()
      expect(status).toMatchObject({ unexpected: 0 })
      const growth = residentMegabytes() - before
      console.info(`fuzz: ${Math.round(growth)} MB more are resident than before`)
      expect(growth).toBeLessThan(MOST_GROWTH_MB)
    },
    TIME_LIMIT,
  )
})

/** Asks a door so many things. What it fails on is told with the seed, in its smallest form. */
async function fuzz(door: FuzzedDoor, numRuns: number, seed: number): Promise<void> {
  const asked = fc.asyncProperty(requestTo(door), async (request) => {
    expectAnswer(await patiently(door, bytesOf(request)), `${door.name}: ${request.line.slice(0, 300)}`)
  })
  await fc.assert(asked, { numRuns, seed })
}

async function patiently(door: FuzzedDoor, bytes: Buffer): Promise<Heard> {
  let heard = await ask(door.url, bytes)
  for (let again = 0; again < RETRIES && heard.ms > LONGEST_MS; again++) heard = await ask(door.url, bytes)
  return heard
}

/** 501 and 503 are answers of services that do not do something, or not now. */
function expectAnswer({ status, ms, text }: Heard, what: string): void {
  if (ms > LONGEST_MS) throw new Error(`${what}: no byte within ${LONGEST_MS} ms`)
  if (status !== undefined && status >= 500 && status !== 501 && status !== 503) throw new Error(`${what}: ${text}`)
}
