import { Secret, SimError } from '@iexec-sim/base'
import type { Engine } from '@iexec-sim/docker'
import { describe, expect, it } from 'vitest'
import { gramineDriver, SessionDepositClient, sconeDriver, tdxDriver } from '../src/index.ts'
import { CREDENTIAL, openEnclaves } from './support/enclaves.ts'
import { APP_SECRET, POST_SECRET, sessionSpec } from './support/session.ts'

const NO_ENGINE = {} as Engine
const drivers = [sconeDriver(), gramineDriver(), tdxDriver()]

describe.each(drivers.map((driver) => [driver.framework, driver] as const))(
  'the routes of %s',
  (framework, driver) => {
    const enclaves = openEnclaves(driver, NO_ENGINE)
    const spec = (sessionId: string) => sessionSpec(framework, { sessionId })
    const post = (path: string, body: string, headers: Record<string, string> = {}) =>
      fetch(enclaves.door.url + path, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      })

    it('take a session from the SMS once', async () => {
      await enclaves.depositor.deposit(spec('once'))
      await expect(enclaves.depositor.deposit(spec('once'))).rejects.toMatchObject({
        code: 'SESSION_DEPOSIT_FAILED',
        message: expect.stringContaining('409'),
      })
    })

    it.each(['Bearer', 'Basic'])('take the credential as %s', async (scheme) => {
      const { contentType, body } = driver.encodeSession(spec(scheme))
      const shown =
        scheme === 'Bearer'
          ? CREDENTIAL.reveal()
          : Buffer.from(`any:${CREDENTIAL.reveal()}`).toString('base64')
      const answer = await post(driver.depositPath, body, {
        'content-type': contentType,
        authorization: `${scheme} ${shown}`,
      })
      expect(answer.status).toBe(201)
    })

    it.each(['', 'Bearer wrong', 'Basic d3Jvbmc=', 'Other x'])(
      'refuse a session shown "%s"',
      async (authorization) => {
        const { contentType, body } = driver.encodeSession(spec('stranger'))
        const answer = await post(driver.depositPath, body, {
          'content-type': contentType,
          authorization,
        })
        expect(answer.status).toBe(401)
      },
    )

    it('refuse an invalid session', async () => {
      const answer = await post(driver.depositPath, '{"no":"session"}', {
        authorization: `Bearer ${CREDENTIAL.reveal()}`,
      })
      expect([answer.status, await answer.json()]).toEqual([400, { error: 'malformed' }])
    })

    it('return a nonce for a stage, and refuse an invalid stage', async () => {
      expect(
        (await post('/attest/nonce', JSON.stringify({ sessionId: 'x', stage: 'app' }))).status,
      ).toBe(200)
      expect(
        (await post('/attest/nonce', JSON.stringify({ sessionId: 'x', stage: 'root' }))).status,
      ).toBe(400)
    })

    it('respond to refused evidence with the reason alone', async () => {
      const answer = await post('/attest', JSON.stringify({ evidence: 'a.b.c' }))
      expect([answer.status, await answer.json()]).toEqual([403, { error: 'MALFORMED_EVIDENCE' }])
    })

    it('log no value, no credential', () => {
      expect(enclaves.log.join('')).toContain('session deposited')
      for (const value of [APP_SECRET, POST_SECRET, CREDENTIAL.reveal()])
        expect(enclaves.log.join('')).not.toContain(value)
    })

    it('that are down are reported as such', async () => {
      const away = new SessionDepositClient({
        url: 'http://127.0.0.1:1',
        credential: new Secret('x'),
        driver,
      })
      const failure = await away.deposit(spec('away')).catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(SimError)
      expect(String(failure)).not.toContain(APP_SECRET)
    })
  },
)
