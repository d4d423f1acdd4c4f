import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { RESERVED_SECRETS } from '@iexec-sim/protocol'
import { Wallet } from 'ethers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AtRestKey } from '../src/store/at-rest-key.ts'
import { requesterId, SecretStore, web2Id } from '../src/store/secret-store.ts'
import { TestNetwork } from './support/network.ts'
import { Requests } from './support/requests.ts'
import { startSms, type TestSms, variables } from './support/service.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'iexec-sim-sms-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

describe('a store of secrets', () => {
  const path = () => join(dir, 'secrets.db')
  const one = web2Id('0xAA', 'one')
  const two = requesterId('0xAA', 'two')

  /** Changes the database behind the store's back. */
  function tamper(sql: string, ...values: (string | Uint8Array)[]): void {
    const db = new DatabaseSync(path())
    expect(db.prepare(sql).run(...values).changes).toBe(1)
    db.close()
  }
  function sealed(name: string): Buffer {
    const db = new DatabaseSync(path())
    const { value } = db.prepare('SELECT value FROM secret WHERE name = ?').get(name) as {
      value: Uint8Array
    }
    db.close()
    return Buffer.from(value)
  }

  let key: AtRestKey
  let store: SecretStore
  beforeEach(() => {
    key = AtRestKey.fromFile(join(dir, 'at-rest.key'))
    store = new SecretStore(path(), key)
    store.add(one, 'canary-one')
    store.add(two, 'canary-two')
  })
  afterEach(() => store.close())

  it('decrypts its own values', () => {
    expect(store.reveal(one)?.reveal()).toBe('canary-one')
    expect(store.reveal(two)?.reveal()).toBe('canary-two')
    expect(store.reveal(web2Id('0xAA', 'three'))).toBeUndefined()
  })

  it('refuses a row that was moved to another id', () => {
    tamper('UPDATE secret SET value = ? WHERE name = ?', sealed('two'), 'one')
    expect(() => store.reveal(one)).toThrow()
    expect(store.reveal(two)?.reveal()).toBe('canary-two')
    tamper("UPDATE secret SET owner = '0xbb' WHERE name = ?", 'two')
    expect(() => store.reveal(requesterId('0xBB', 'two'))).toThrow()
  })

  it('refuses a row with any byte changed', () => {
    const whole = sealed('one')
    for (let i = 0; i < whole.length; i++) {
      const changed = Buffer.from(whole)
      changed[i]! ^= 1
      tamper('UPDATE secret SET value = ? WHERE name = ?', changed, 'one')
      expect(() => store.reveal(one), `byte ${i}`).toThrow()
    }
    tamper('UPDATE secret SET value = ? WHERE name = ?', whole, 'one')
    expect(store.reveal(one)?.reveal()).toBe('canary-one')
  })

  it('refuses a row that was cut short', () => {
    const whole = sealed('one')
    for (const length of [0, 1, 12, 27, whole.length - 1]) {
      tamper('UPDATE secret SET value = ? WHERE name = ?', whole.subarray(0, length), 'one')
      expect(() => store.reveal(one), `${length} bytes`).toThrow()
    }
  })

  it('refuses another key', () => {
    const stranger = new SecretStore(path(), AtRestKey.ephemeral())
    expect(stranger.has(one)).toBe(true)
    expect(() => stranger.reveal(one)).toThrow()
    stranger.close()
  })

  it('seals the same value differently each time', () => {
    const before = sealed('one')
    expect(store.update(one, 'canary-one')).toBe(true)
    expect(sealed('one').equals(before)).toBe(false)
    expect(key.seal('v', 'p').equals(key.seal('v', 'p'))).toBe(false)
  })
})

describe('the key file', () => {
  const path = () => join(dir, 'at-rest.key')

  it('is readable by its owner alone, and kept', () => {
    const sealed = AtRestKey.fromFile(path()).seal('canary', 'place')
    expect(statSync(path()).mode & 0o777).toBe(0o600)
    expect(readFileSync(path())).toHaveLength(32)
    expect(AtRestKey.fromFile(path()).open(sealed, 'place')).toBe('canary')
  })

  it('is written whole, without a temporary file beside it', () => {
    AtRestKey.fromFile(path())
    expect(readdirSync(dir)).toEqual(['at-rest.key'])
    expect(statSync(path())).toMatchObject({ size: 32 })
    expect(statSync(path()).mode & 0o777).toBe(0o600)
  })

  it('is refused when it is not a key', () => {
    writeFileSync(path(), 'short', { mode: 0o600 })
    expect(() => AtRestKey.fromFile(path())).toThrow(/at-rest\.key/)
  })

  it('is made private again if its mode was widened', () => {
    AtRestKey.fromFile(path())
    chmodSync(path(), 0o644)
    AtRestKey.fromFile(path())
    expect(statSync(path()).mode & 0o777).toBe(0o600)
  })
})

describe('an SMS with a folder', () => {
  let network: TestNetwork
  beforeAll(async () => {
    network = await TestNetwork.start()
  })
  afterAll(() => network.close())

  const files = () =>
    readdirSync(dir).map((name) => ({ name, bytes: readFileSync(join(dir, name)) }))
  const start = async (): Promise<{ sms: TestSms; to: Requests }> => {
    const sms = await startSms(network, { dir })
    return { sms, to: new Requests(sms) }
  }

  it('keeps its secrets and challenges over a restart, and secrets still cannot be replaced', async () => {
    const { requester, appOwner, datasetOwner } = network.wallets
    const dataset = await network.createDataset()
    const task = await network.task({ dataset, params: { iexec_secrets: { 1: 'my-secret' } } })
    const first = await start()
    await first.to.requester(requester, 'my-secret', 'canary-requester-secret')
    await first.to.web2(requester, RESERVED_SECRETS.ipfsToken, 'canary-token')
    await first.to.web3(dataset, 'canary-dataset-key', datasetOwner)
    await first.to.app(task.app, 'canary-app-secret', appOwner)
    const { text: challenge } = await first.to.challenge(network, task.taskId)
    await first.sms.close()

    const { sms, to } = await start()
    expect((await to.requester(requester, 'my-secret', 'canary-second')).status).toBe(409)
    expect((await to.web2(requester, RESERVED_SECRETS.ipfsToken, 'canary-second')).status).toBe(409)
    expect((await to.web3(dataset, 'canary-second', datasetOwner)).status).toBe(409)
    expect((await to.app(task.app, 'canary-second', appOwner)).status).toBe(409)
    expect((await to.challenge(network, task.taskId)).text).toBe(challenge)
    expect((await to.session(network, task.taskId)).status).toBe(200)
    const [made] = sms.sessions
    expect(variables(made, 'pre-compute').IEXEC_DATASET_KEY).toBe('canary-dataset-key')
    expect(variables(made, 'app')).toMatchObject({
      IEXEC_REQUESTER_SECRET_1: 'canary-requester-secret',
      IEXEC_APP_DEVELOPER_SECRET: 'canary-app-secret',
    })
    const post = variables(made, 'post-compute')
    expect(post.RESULT_STORAGE_TOKEN).toBe('canary-token')
    expect(new Wallet(post.RESULT_SIGN_TEE_CHALLENGE_PRIVATE_KEY!).address.toLowerCase()).toBe(
      challenge,
    )

    const { secretsMetrics } = JSON.parse((await to.call('GET', '/metrics')).text)
    expect(secretsMetrics.compute).toMatchObject({
      initialCount: 2,
      storedCount: 2,
      addedSinceStartCount: 0,
    })
    const values = [...first.sms.scan.values, post.RESULT_SIGN_TEE_CHALLENGE_PRIVATE_KEY!]
    for (const { name, bytes } of files())
      for (const value of values) expect(bytes.includes(value), `${value} in ${name}`).toBe(false)
    expect(files().map(({ name }) => name)).toEqual(
      expect.arrayContaining(['at-rest.key', 'challenges.db', 'secrets.db']),
    )
    await sms.close()
  })

  it('makes its files readable by the owner alone', async () => {
    const { sms, to } = await start()
    await to.requester(network.wallets.requester, 'my-secret', 'canary-requester-secret')
    const modes = files().map(({ name }) => [name, statSync(join(dir, name)).mode & 0o077])
    expect(modes.filter(([, mode]) => mode !== 0)).toEqual([])
    await sms.close()
  })

  it('deletes a challenge after the final deadline of its task', async () => {
    const { sms, to } = await start()
    const [old, young] = [await network.task(), await network.task()]
    await to.challenge(network, old.taskId)
    network.clock.advance(300 * 10 * 1000 + 60_000)
    const later = await network.task()
    await to.challenge(network, later.taskId)
    const { secretsMetrics } = JSON.parse((await to.call('GET', '/metrics')).text)
    expect(secretsMetrics['TEE challenges'].storedCount).toBe(1)
    expect((await to.session(network, young.taskId)).status).toBe(500)
    await sms.close()
  })
})
