import { Secret } from '@iexec-sim/base'
import type { Stage, TeeFramework } from '@iexec-sim/protocol'
import { pino } from 'pino'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { APP_SECRET, FINGERPRINTS, POST_SECRET, sessionSpec } from '../../test/support/session.ts'
import { type Credentials, makeCertificate } from '../authorities/certificates.ts'
import { gramineDriver } from '../drivers/gramine.ts'
import { sconeDriver } from '../drivers/scone.ts'
import { tdxDriver } from '../drivers/tdx.ts'
import { Platform } from '../evidence/platform.ts'
import { EnclaveKey } from '../evidence/sealing.ts'
import { ProvisioningService, sealingContext } from './provisioning-service.ts'

const CREDENTIAL = 'deposit-credential'
const drivers = { scone: sconeDriver(), gramine: gramineDriver(), tdx: tdxDriver() }

let root: Credentials
let platformKeys: Credentials
let otherRoot: Credentials
let otherPlatformKeys: Credentials
beforeAll(async () => {
  const makeRoot = () => makeCertificate({ name: 'root', days: 30, authority: {} })
  ;[root, otherRoot] = await Promise.all([makeRoot(), makeRoot()])
  platformKeys = await makeCertificate({ name: 'platform', days: 30 }, root)
  otherPlatformKeys = await makeCertificate({ name: 'platform', days: 30 }, otherRoot)
})

let now: number
let lines: string[]
const clock = { now: () => now }
beforeEach(() => {
  now = Date.now()
  lines = []
})

function open(framework: 'scone' | 'gramine' | 'tdx' = 'scone', roots = [root.certificate]) {
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const driver = drivers[framework]
  const service = new ProvisioningService({
    driver,
    roots: async () => roots,
    credential: new Secret(CREDENTIAL),
    clock,
    log,
  })
  const spec = sessionSpec(framework)
  expect(service.deposit(CREDENTIAL, driver.encodeSession(spec).body)).toBe('created')
  return { service, sessionId: spec.sessionId, driver, spec }
}

interface Claim {
  framework?: TeeFramework
  fingerprint?: string
  stage?: Stage
  sessionId: string
  nonce?: string
  platform?: Platform
}

/** An enclave that claims something; by default, what is true of the app. */
async function evidenceFor(service: ProvisioningService, claim: Claim) {
  const { framework = 'scone', fingerprint = FINGERPRINTS.app, stage = 'app', sessionId } = claim
  const key = new EnclaveKey()
  const nonce = claim.nonce ?? service.nonce({ sessionId, stage })
  const platform = claim.platform ?? new Platform({ credentials: async () => platformKeys, clock })
  const evidence = await platform.evidence({
    framework,
    fingerprint,
    stage,
    sessionId,
    nonce,
    enclaveKey: key.publicKey,
  })
  return { evidence, key, context: sealingContext({ sessionId, stage, nonce }) }
}

async function attest(service: ProvisioningService, claim: Claim): Promise<unknown> {
  return service.attest((await evidenceFor(service, claim)).evidence)
}

describe.each(['scone', 'gramine', 'tdx'] as const)(
  'the provisioning service of %s',
  (framework) => {
    it('releases a stage’s variables to the enclave the session names, and no other stage’s', async () => {
      const { service, sessionId } = open(framework)
      const { evidence, key, context } = await evidenceFor(service, { sessionId, framework })
      const outcome = await service.attest(evidence)
      if (!('sealed' in outcome)) throw new Error(outcome.refused)
      expect(JSON.stringify(outcome)).not.toContain(APP_SECRET)
      const { environment } = JSON.parse(key.open(outcome.sealed, context))
      expect(environment.IEXEC_REQUESTER_SECRET_1).toBe(APP_SECRET)
      expect(JSON.stringify(environment)).not.toContain(POST_SECRET)
      expect(() => new EnclaveKey().open(outcome.sealed, context)).toThrow()
      expect(() => key.open(outcome.sealed, 'another context')).toThrow()
      expect(lines.join('')).not.toMatch(new RegExp(`${APP_SECRET}|${POST_SECRET}|${CREDENTIAL}`))
    })

    it.each([
      ['another image', { fingerprint: 'd'.repeat(64) }, 'WRONG_FINGERPRINT'],
      [
        'an app that asks for post-compute’s variables',
        { stage: 'post-compute' },
        'WRONG_FINGERPRINT',
      ],
      [
        'an enclave of another framework',
        { framework: framework === 'scone' ? 'gramine' : 'scone' },
        'WRONG_FRAMEWORK',
      ],
      ['an unknown session', { sessionId: 'none' }, 'UNKNOWN_SESSION'],
      ['a nonce that was not issued', { nonce: 'made-up' }, 'UNKNOWN_NONCE'],
    ] as const)('refuses %s', async (_title, claim, refused) => {
      const { service, sessionId } = open(framework)
      expect(await attest(service, { sessionId, framework, ...claim })).toEqual({ refused })
      expect(lines.join('')).toContain(refused)
    })

    it('refuses replayed evidence', async () => {
      const { service, sessionId } = open(framework)
      const { evidence } = await evidenceFor(service, { sessionId, framework })
      expect(await service.attest(evidence)).toHaveProperty('sealed')
      expect(await service.attest(evidence)).toEqual({ refused: 'UNKNOWN_NONCE' })
    })

    it('counts a refused nonce as used', async () => {
      const { service, sessionId } = open(framework)
      const nonce = service.nonce({ sessionId, stage: 'app' })
      expect(
        await attest(service, { sessionId, framework, nonce, fingerprint: 'd'.repeat(64) }),
      ).toHaveProperty('refused')
      expect(await attest(service, { sessionId, framework, nonce })).toEqual({
        refused: 'UNKNOWN_NONCE',
      })
    })

    it('refuses evidence that is older than a minute or from the future', async () => {
      const { service, sessionId } = open(framework)
      const { evidence } = await evidenceFor(service, { sessionId, framework })
      now += 61_000
      expect(await service.attest(evidence)).toEqual({ refused: 'EVIDENCE_EXPIRED' })
      const early = await evidenceFor(service, { sessionId, framework })
      now -= 10_000
      expect(await service.attest(early.evidence)).toEqual({ refused: 'EVIDENCE_EXPIRED' })
    })

    it('refuses a nonce that is older than a minute', async () => {
      const { service, sessionId } = open(framework)
      const nonce = service.nonce({ sessionId, stage: 'app' })
      now += 61_000
      expect(await attest(service, { sessionId, framework, nonce })).toEqual({
        refused: 'UNKNOWN_NONCE',
      })
    })

    it('refuses evidence made for another session', async () => {
      const { service, sessionId, driver, spec } = open(framework)
      const other = { ...spec, sessionId: `other-${sessionId}` }
      service.deposit(CREDENTIAL, driver.encodeSession(other).body)
      const nonce = service.nonce({ sessionId: other.sessionId, stage: 'app' })
      expect(await attest(service, { sessionId, framework, nonce })).toEqual({
        refused: 'NONCE_OF_ANOTHER_SESSION',
      })
    })

    it('refuses a nonce of another stage', async () => {
      const { service, sessionId } = open(framework)
      const nonce = service.nonce({ sessionId, stage: 'post-compute' })
      expect(await attest(service, { sessionId, framework, nonce })).toEqual({
        refused: 'NONCE_OF_ANOTHER_STAGE',
      })
    })

    it('refuses a session without the credential, a second one of the same id, and invalid text', async () => {
      const { service, driver, spec } = open(framework)
      const tampered = sessionSpec(framework)
      tampered.stages.app.fingerprint = 'e'.repeat(64)
      expect(
        service.deposit('wrong', driver.encodeSession({ ...tampered, sessionId: 'x' }).body),
      ).toBe('unauthorized')
      expect(service.deposit(CREDENTIAL, driver.encodeSession(tampered).body)).toBe('duplicate')
      expect(service.deposit(CREDENTIAL, 'nonsense')).toBe('malformed')
      const { sessionId } = spec
      expect(
        await attest(service, { sessionId, framework, fingerprint: 'e'.repeat(64) }),
      ).toHaveProperty('refused')
      expect(await attest(service, { sessionId, framework })).toHaveProperty('sealed')
    })

    it('deletes a session after its lifetime', async () => {
      const { service, sessionId } = open(framework)
      now += 8 * 86_400_000
      expect(await attest(service, { sessionId, framework })).toEqual({
        refused: 'UNKNOWN_SESSION',
      })
    })
  },
)

describe('evidence', () => {
  it('of a foreign root is refused', async () => {
    const { service, sessionId } = open()
    const platform = new Platform({ credentials: async () => otherPlatformKeys, clock })
    expect(await attest(service, { sessionId, platform })).toEqual({ refused: 'UNTRUSTED_ROOT' })
  })

  it('is refused by a verifier without the development root', async () => {
    const { service, sessionId } = open('scone', [])
    expect(await attest(service, { sessionId })).toEqual({ refused: 'UNTRUSTED_ROOT' })
  })

  it('signed by a platform that certified itself is refused', async () => {
    const { service, sessionId } = open()
    const platform = new Platform({ credentials: async () => root, clock })
    expect(await attest(service, { sessionId, platform })).toEqual({ refused: 'UNTRUSTED_ROOT' })
  })

  it('is refused when the certificates are not valid at that time', async () => {
    const { service, sessionId, driver, spec } = open()
    now += 365 * 86_400_000
    service.deposit(CREDENTIAL, driver.encodeSession(spec).body)
    expect(await attest(service, { sessionId })).toEqual({ refused: 'CERTIFICATE_NOT_VALID_NOW' })
  })

  it('has a header that declares it simulated', async () => {
    const { service, sessionId } = open()
    const [header = ''] = (await evidenceFor(service, { sessionId })).evidence.split('.')
    const { typ, notice } = JSON.parse(Buffer.from(header, 'base64url').toString())
    expect(typ).toContain('SIMULATED')
    expect(notice).toMatch(/^SIMULATED/)
  })

  it('with any part of it changed is refused', async () => {
    const { service, sessionId } = open()
    const { evidence } = await evidenceFor(service, { sessionId, fingerprint: 'd'.repeat(64) })
    const [header = '', statement = '', signature = ''] = evidence.split('.')
    const forged = JSON.parse(Buffer.from(statement, 'base64url').toString())
    const claim = Buffer.from(
      JSON.stringify({ ...forged, fingerprint: FINGERPRINTS.app }),
    ).toString('base64url')
    const loud = JSON.parse(Buffer.from(header, 'base64url').toString())
    const quiet = Buffer.from(JSON.stringify({ ...loud, notice: 'genuine' })).toString('base64url')
    expect(await service.attest(`${header}.${claim}.${signature}`)).toEqual({
      refused: 'BAD_SIGNATURE',
    })
    expect(await service.attest(`${quiet}.${statement}.${signature}`)).toEqual({
      refused: 'BAD_SIGNATURE',
    })
    expect(await service.attest(`${header}.${statement}.`)).toEqual({ refused: 'BAD_SIGNATURE' })
  })

  it.each(['', 'a', 'a.b', 'a.b.c', 'a.b.c.d', 'e30.e30.e30', 'bnVsbA.bnVsbA.'])(
    'refuses %j as malformed',
    async (text) => {
      expect(await open().service.attest(text)).toEqual({ refused: 'MALFORMED_EVIDENCE' })
    },
  )

  it('with an invalid key gets no variables', async () => {
    const { service, sessionId } = open()
    const platform = new Platform({ credentials: async () => platformKeys, clock })
    const nonce = service.nonce({ sessionId, stage: 'app' })
    const statement = {
      framework: 'scone',
      fingerprint: FINGERPRINTS.app,
      stage: 'app',
      sessionId,
      nonce,
    } as const
    expect(
      await service.attest(await platform.evidence({ ...statement, enclaveKey: 'AAAA' })),
    ).toEqual({
      refused: 'MALFORMED_EVIDENCE',
    })
  })
})
