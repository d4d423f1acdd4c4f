import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Secret } from '@iexec-sim/base'
import type { Slot } from '@iexec-sim/docker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  appSession,
  countapiStandIn,
  type DrivenFramework,
  type EnclaveNetwork,
  openEnclaveNetwork,
} from '../support/enclave-network.ts'

let network: EnclaveNetwork
let slot: Slot
const tags: string[] = []

beforeAll(async () => {
  network = await openEnclaveNetwork()
  slot = await network.openSlot({
    trustedCertificates: network.authorities.standIns.certificate,
    standIns: [await countapiStandIn(network.authorities)],
  })
}, 120_000)
afterAll(async () => {
  for (const tag of tags) await network.engine.removeImage(tag)
  await network.close()
}, 60_000)

let runs = 0

async function runApp(
  language: 'js' | 'python',
  framework: DrivenFramework,
  secrets: Record<string, string>,
) {
  const { engine, frameworks, dir } = network
  const { driver, depositor, launcher } = frameworks[framework]
  const to = `${engine.network}-${language}:tee-${framework}`
  tags.push(to)
  const prepared = await driver.prepare(engine, `iexec-sim/requester-secrets-${language}`, { to })
  const environment = Object.fromEntries(
    Object.entries(secrets).map(([name, value]) => [name, new Secret(value)]),
  )
  const session = appSession(network.frameworks[framework], {
    fingerprint: prepared.fingerprint,
    command: prepared.mrenclave?.entrypoint ?? '',
    environment: { IEXEC_OUT: '/iexec_out', IEXEC_IN: '/iexec_in', ...environment },
  })
  await depositor.deposit(session)
  const outputDir = join(dir, `out-${++runs}`)
  await mkdir(outputDir)
  const run = await launcher.runApp({
    sessionId: session.sessionId,
    provisioningUrl: depositor.provisioningUrl,
    imageRef: prepared.imageId,
    args: [],
    slot,
    outputDir,
    outputLimits: { maxBytes: 1_000_000, maxFiles: 100 },
    timeLimitMs: 30_000,
  })
  return {
    run,
    result: await readFile(join(outputDir, 'result.txt'), 'utf8').catch(() => undefined),
  }
}

const VARIANTS = (['scone', 'gramine', 'tdx'] as const).flatMap((framework) =>
  (['js', 'python'] as const).map((language) => ({ framework, language })),
)

describe.each(VARIANTS)(
  'requester-secrets in $language under $framework',
  ({ framework, language }) => {
    const both = { IEXEC_REQUESTER_SECRET_1: `ns-${framework}`, IEXEC_REQUESTER_SECRET_2: language }

    it('counts one more hit each time, on the real URL and offline', async () => {
      for (const hits of [1, 2]) {
        const { run, result } = await runApp(language, framework, both)
        expect(run.stdout.tail).toBe(`endpoint hit ${hits} times\n`)
        expect(run.exitCode).toBe(0)
        expect(result).toBe(`endpoint hit ${hits} times`)
        expect(JSON.parse(run.computedJson!)).toEqual({
          'deterministic-output-path': '/iexec_out/result.txt',
        })
      }
    })

    it('names the missing secret', async () => {
      const { run } = await runApp(language, framework, { IEXEC_REQUESTER_SECRET_1: 'only-one' })
      expect(run.exitCode).toBe(1)
      expect(run.stdout.tail).toBe('missing requester secret IEXEC_REQUESTER_SECRET_2 (key)\n')
    })
  },
)
