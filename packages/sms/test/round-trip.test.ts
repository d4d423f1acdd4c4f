import { Secret } from '@iexec-sim/base'
import {
  type Address,
  RESERVED_SECRETS,
  requesterSecretChallenge,
  type SessionSpec,
} from '@iexec-sim/protocol'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AtRestKey } from '../src/store/at-rest-key.ts'
import { requesterId, SecretStore, web2Id } from '../src/store/secret-store.ts'
import { TestNetwork } from './support/network.ts'
import { Requests } from './support/requests.ts'
import { startSms, type TestSms, variables } from './support/service.ts'

const SEED = 20260101
const KEY_CHARACTERS = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_']
const keys = fc.string({ unit: fc.constantFrom(...KEY_CHARACTERS), minLength: 1, maxLength: 64 })
const isStorable = (value: string) => value.trim() !== '' && Buffer.byteLength(value) <= 4096
const wellFormed = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 4096 }),
)
const values = wellFormed.filter(isStorable)

describe('a requester secret within bounds', () => {
  let network: TestNetwork
  beforeAll(async () => {
    network = await TestNetwork.start()
  })
  afterAll(() => network.close())

  /** One SMS per run: a key can be set once. */
  async function through(
    key: string,
    value: string,
  ): Promise<{ sms: TestSms; seen: string | undefined }> {
    const sms = await startSms(network)
    const to = new Requests(sms)
    await to.web2(network.wallets.requester, RESERVED_SECRETS.ipfsToken, 'canary-token')
    expect(await to.requester(network.wallets.requester, key, value)).toEqual({
      status: 204,
      text: '',
    })
    const { taskId } = await network.task({ params: { iexec_secrets: { 1: key } } })
    await to.challenge(network, taskId)
    expect((await to.session(network, taskId)).status).toBe(200)
    await sms.close()
    return { sms, seen: variables(sms.sessions[0], 'app').IEXEC_REQUESTER_SECRET_1 }
  }

  it('reaches the app’s variable unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(keys, values, async (key, value) => {
        expect((await through(key, value)).seen).toBe(value)
      }),
      { seed: SEED, numRuns: 25 },
    )
  })

  it.each([
    ['line breaks', 'a\r\nb\n\nc\n'],
    ['YAML', 'key: \'value\' # "no"\n- &a *a !!str\n---\n'],
    ['what YAML reads as another type', '012'],
    ['a truth', 'yes'],
    ['an exponent', '1e3'],
    ['a template', '$$SCONE::x$$ $HOME `id` $(id)'],
    ['4096 bytes', 'é'.repeat(2048)],
    ['control characters', '\u0001\u007f\u0085\u2028\u2029\ufeff'],
  ])('survives as %s', async (_title, value) => {
    expect((await through('key', value)).seen).toBe(value)
  })

  it('is accepted only with the signature of its exact bytes', async () => {
    const { address } = network.wallets.requester
    fc.assert(
      fc.property(keys, values, values, (key, value, other) => {
        fc.pre(value !== other)
        const challenge = (text: string) => requesterSecretChallenge(address as Address, key, text)
        expect(challenge(value)).not.toBe(challenge(other))
      }),
      { seed: SEED },
    )
  })
})

describe('a value in the store', () => {
  it('is returned unchanged under its family, owner and name', () => {
    const store = new SecretStore(':memory:', AtRestKey.ephemeral())
    let owners = 0
    fc.assert(
      fc.property(keys, values, values, (name, value, other) => {
        const owner = `0x${(++owners).toString(16)}a`
        expect(store.add(requesterId(owner, name), value)).toBe(true)
        expect(store.add(web2Id(owner, name), other)).toBe(true)
        expect(store.reveal(requesterId(owner.toUpperCase(), name))?.reveal()).toBe(value)
        expect(store.reveal(web2Id(owner, name.toUpperCase()))?.reveal()).toBe(other)
      }),
      { seed: SEED },
    )
    store.close()
  })

  it('of blanks alone trims to nothing', () => {
    const store = new SecretStore(':memory:', AtRestKey.ephemeral())
    expect(store.add(web2Id('0x1', 'blank'), ' \n\t')).toBe(true)
    expect(store.reveal(web2Id('0x1', 'blank'))?.reveal()).toBe('')
    expect(store.revealTrimmed(web2Id('0x1', 'blank'))).toBeUndefined()
    store.close()
  })
})

describe('a session that is logged', () => {
  it('never shows its secrets', () => {
    fc.assert(
      fc.property(
        keys,
        fc
          .string({ unit: 'grapheme', minLength: 12, maxLength: 200 })
          .filter((text) => text.trim().length >= 12),
        (name, value) => {
          const environment = { [name]: new Secret(value), plain: 'plain' }
          const stage = { fingerprint: '', command: '', environment }
          const spec: SessionSpec = {
            sessionId: '',
            framework: 'scone',
            taskId: '',
            stages: { app: stage, 'post-compute': stage },
          }
          const written = JSON.stringify({ spec, text: `${environment[name]}` })
          expect(written).not.toContain(value)
          expect(written).not.toContain(JSON.stringify(value).slice(1, -1))
          expect(JSON.parse(written).spec.stages.app.environment[name]).toBe(
            name === 'plain' ? 'plain' : '[secret]',
          )
        },
      ),
      { seed: SEED },
    )
  })
})
