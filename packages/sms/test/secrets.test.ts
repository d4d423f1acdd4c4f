import { type Address, web2SecretChallenge, web3SecretChallenge } from '@iexec-sim/protocol'
import { describe, expect, it } from 'vitest'
import type { TestNetwork } from './support/network.ts'
import { useOneSms } from './support/one-sms.ts'
import type { Requests } from './support/requests.ts'
import type { TestSms } from './support/service.ts'

/** The requester's known signature of its secret `my-secret` with the value `s3cr3t`. */
const KNOWN_SIGNATURE =
  '0x9a8e7554339048daa947b4217a9cefe907d54a35685e63f877b197b7b0d6f31a02ca15e7ee146634e5dcd0249fafaed3839092717d0efd8d3b2905f99d66545d1b'
const INVALID = '{"error":["Invalid authorization"]}'
const EXISTS = '{"error":["Secret already exists"]}'
const TOO_LONG = '{"error":["Secret size should not exceed 4 Kb"]}'
const BAD_KEY = '{"error":["Secret key should contain at most 64 characters from [0-9A-Za-z-_]"]}'
const long = (letter: string, length = 4097) => letter.repeat(length)

let network: TestNetwork
let sms: TestSms
let to: Requests
useOneSms((shared) => {
  ;({ network, sms, to } = shared)
})

describe('a wallet’s named secrets', () => {
  const path = (owner: string, name: string) =>
    `/secrets/web2?ownerAddress=${owner}&secretName=${name}`
  const known = () => path(network.at('requester'), 'my-secret')

  it('are absent at first, set once with a valid signature, and found in any letter case', async () => {
    expect((await to.call('HEAD', known())).status).toBe(404)
    sms.scan.values.add('s3cr3t')
    expect(await to.call('POST', known(), KNOWN_SIGNATURE, 's3cr3t')).toEqual({
      status: 204,
      text: '',
    })
    expect(await to.call('POST', known(), KNOWN_SIGNATURE, 's3cr3t')).toEqual({
      status: 409,
      text: '',
    })
    const shouted = path(network.at('requester').toLowerCase(), 'MY-SECRET')
    expect((await to.call('HEAD', shouted)).status).toBe(204)
    expect(
      (await to.web2(network.wallets.requester, 'MY-SECRET', 'canary-of-another-case')).status,
    ).toBe(409)
  })

  it('are refused if value, name or signer differ from the signed ones', async () => {
    const { beneficiary, stranger } = network.wallets
    const hash = web2SecretChallenge(beneficiary.address as Address, 'name', 'canary-signed')
    expect(
      await to.write(
        'POST',
        path(beneficiary.address, 'name'),
        hash,
        beneficiary,
        'canary-unsigned',
      ),
    ).toEqual({
      status: 401,
      text: '',
    })
    expect(
      (
        await to.write(
          'POST',
          path(beneficiary.address, 'Name'),
          hash,
          beneficiary,
          'canary-signed',
        )
      ).status,
    ).toBe(401)
    expect((await to.web2(beneficiary, 'name', 'canary-signed', 'POST', stranger)).status).toBe(401)
    expect(
      (await to.call('POST', path(beneficiary.address, 'name'), '0x1234', 'canary-signed')).status,
    ).toBe(401)
    expect((await to.call('HEAD', path(beneficiary.address, 'name'))).status).toBe(404)
  })

  it('need a signature, a name, an owner and a value', async () => {
    const owner = network.at('requester')
    expect((await to.call('POST', known(), undefined, 's3cr3t')).status).toBe(400)
    expect(
      (await to.call('POST', `/secrets/web2?ownerAddress=${owner}`, KNOWN_SIGNATURE, 's3cr3t'))
        .status,
    ).toBe(400)
    expect(
      (await to.call('POST', '/secrets/web2?secretName=my-secret', KNOWN_SIGNATURE, 's3cr3t'))
        .status,
    ).toBe(400)
    expect((await to.call('POST', known(), KNOWN_SIGNATURE, '')).status).toBe(400)
    expect((await to.call('POST', known(), KNOWN_SIGNATURE)).status).toBe(400)
  })

  it('are at most 4096 bytes of UTF-8', async () => {
    const { beneficiary, stranger } = network.wallets
    expect((await to.web2(beneficiary, 'long', long('q', 4096))).status).toBe(204)
    expect(await to.web2(beneficiary, 'longer', long('q'))).toEqual({ status: 413, text: '' })
    expect((await to.web2(beneficiary, 'longer', long('é', 2049))).status).toBe(413)
    expect((await to.web2(beneficiary, 'longer', long('é', 2048))).status).toBe(204)
    expect((await to.web2(beneficiary, 'unsigned', long('q'), 'POST', stranger)).status).toBe(401)
    expect((await to.web2(beneficiary, 'long', long('q'), 'PUT')).status).toBe(413)
  })

  it('are changed by an update, but not created', async () => {
    const { beneficiary, stranger } = network.wallets
    expect((await to.web2(beneficiary, 'token', 'canary-first')).status).toBe(204)
    expect(await to.web2(beneficiary, 'token', 'canary-second', 'PUT')).toEqual({
      status: 204,
      text: '',
    })
    expect((await to.web2(beneficiary, 'TOKEN', 'canary-second', 'PUT')).status).toBe(204)
    expect((await to.web2(beneficiary, 'token', 'canary-third', 'PUT', stranger)).status).toBe(401)
    expect(await to.web2(beneficiary, 'unknown', 'canary-first', 'PUT')).toEqual({
      status: 404,
      text: '',
    })
    expect((await to.call('HEAD', path(beneficiary.address, 'unknown'))).status).toBe(404)
  })
})

describe('the secret of an on-chain object', () => {
  it('is set once, by the on-chain owner', async () => {
    const { datasetOwner, stranger } = network.wallets
    const dataset = await network.createDataset()
    const path = `/secrets/web3?secretAddress=${dataset}`
    expect((await to.call('HEAD', path)).status).toBe(404)
    expect(await to.web3(dataset, 'canary-dataset-key', stranger)).toEqual({
      status: 401,
      text: '',
    })
    expect(await to.web3(dataset, 'canary-dataset-key', datasetOwner)).toEqual({
      status: 204,
      text: '',
    })
    expect(await to.web3(dataset, 'canary-other-key', datasetOwner)).toEqual({
      status: 409,
      text: '',
    })
    expect(
      (await to.call('HEAD', path.toLowerCase().replace('secretaddress', 'secretAddress'))).status,
    ).toBe(204)
  })

  it('is refused for an address without an owner, and for an invalid one', async () => {
    const { stranger } = network.wallets
    expect((await to.web3(network.at('stranger'), 'canary-x', stranger)).status).toBe(401)
    const hash = web3SecretChallenge('0x12' as Address, 'canary-x')
    expect(
      (await to.write('POST', '/secrets/web3?secretAddress=0x12', hash, stranger, 'canary-x'))
        .status,
    ).toBe(401)
    expect(
      (await to.write('POST', '/secrets/web3?secretAddress=oops', hash, stranger, 'canary-x'))
        .status,
    ).toBe(401)
  })

  it('needs all its parts and has a maximum size', async () => {
    const dataset = await network.createDataset()
    expect((await to.call('HEAD', '/secrets/web3')).status).toBe(400)
    expect((await to.call('POST', '/secrets/web3', KNOWN_SIGNATURE, 'x')).status).toBe(400)
    expect(
      (await to.call('POST', `/secrets/web3?secretAddress=${dataset}`, undefined, 'x')).status,
    ).toBe(400)
    expect((await to.web3(dataset, long('w'), network.wallets.datasetOwner)).status).toBe(413)
    expect((await to.web3(dataset, long('w'), network.wallets.stranger)).status).toBe(401)
  })

  it('cannot be updated or read', async () => {
    const dataset = await network.createDataset()
    expect(
      (await to.call('PUT', `/secrets/web3?secretAddress=${dataset}`, KNOWN_SIGNATURE, 'x')).status,
    ).toBe(405)
    expect((await to.call('GET', `/secrets/web3?secretAddress=${dataset}`)).status).toBe(405)
    const query = `ownerAddress=${network.at('requester')}&secretName=my-secret`
    expect((await to.call('GET', `/secrets/web2?${query}`, KNOWN_SIGNATURE)).status).toBe(405)
    expect(
      (await to.call('GET', `/requesters/${network.at('requester')}/secrets/my-secret`)).status,
    ).toBe(405)
    expect((await to.call('GET', `/apps/${dataset}/secrets`)).status).toBe(405)
  })
})

describe('an app developer secret', () => {
  it('is set once, by the app’s owner', async () => {
    const app = await network.createApp()
    const { appOwner, stranger } = network.wallets
    expect((await to.call('HEAD', `/apps/${app}/secrets`)).status).toBe(404)
    expect((await to.call('HEAD', `/apps/${app}/secrets/1`)).status).toBe(404)
    expect(await to.app(app, 'canary-app', stranger)).toEqual({ status: 401, text: INVALID })
    expect(await to.app(app, 'canary-app', appOwner)).toEqual({ status: 204, text: '' })
    expect(await to.app(app.toLowerCase(), 'canary-app', appOwner)).toEqual({
      status: 409,
      text: EXISTS,
    })
    expect(await to.app(app, 'canary-app', appOwner, '/1')).toEqual({ status: 409, text: EXISTS })
    const status = async (suffix: string) =>
      (await to.call('HEAD', `/apps/${app.toLowerCase()}/secrets${suffix}`)).status
    expect(await Promise.all(['', '/1', '/2', '/0', '/-1', '/abc'].map(status))).toEqual([
      204, 204, 404, 400, 400, 400,
    ])
  })

  it('has an older route, a maximum size, and needs all its parts', async () => {
    const app = await network.createApp()
    const { appOwner, stranger } = network.wallets
    expect(await to.app(app, long('z'), appOwner)).toEqual({ status: 413, text: TOO_LONG })
    expect(await to.app(app, long('z'), stranger)).toEqual({ status: 401, text: INVALID })
    expect((await to.call('POST', `/apps/${app}/secrets`, undefined, 'x')).status).toBe(400)
    expect((await to.app(app, 'canary-old-address', appOwner, '/1')).status).toBe(204)
    expect((await to.call('HEAD', `/apps/${app}/secrets`)).status).toBe(204)
  })
})

describe('a requester secret', () => {
  it('takes the signature of a named secret of the same name and value', async () => {
    const path = `/requesters/${network.at('requester')}/secrets/my-secret`
    expect((await to.call('HEAD', path)).status).toBe(404)
    expect(await to.call('POST', path, KNOWN_SIGNATURE, 's3cr3t')).toEqual({
      status: 204,
      text: '',
    })
    expect(await to.call('POST', path, KNOWN_SIGNATURE, 's3cr3t')).toEqual({
      status: 409,
      text: EXISTS,
    })
    expect((await to.call('HEAD', path.toLowerCase())).status).toBe(204)
  })

  it('has a key of 1 to 64 characters, checked after the signature', async () => {
    const { requester, stranger } = network.wallets
    expect(await to.requester(requester, 'bad key!', 'canary-r')).toEqual({
      status: 400,
      text: BAD_KEY,
    })
    expect(await to.requester(requester, 'bad key!', 'canary-r', stranger)).toEqual({
      status: 401,
      text: INVALID,
    })
    expect((await to.requester(requester, 'k'.repeat(64), 'canary-r')).status).toBe(204)
    expect(await to.requester(requester, 'k'.repeat(65), 'canary-r')).toEqual({
      status: 400,
      text: BAD_KEY,
    })
    const bad = `/requesters/${requester.address}/secrets/bad%20key`
    expect(await to.call('HEAD', bad)).toEqual({ status: 400, text: '' })
  })

  it.each([' ', 'a b', 'a/b', 'a.b', '~', 'clé', '世界', 'a\n'])(
    'refuses the key %j',
    async (key) => {
      expect(await to.requester(network.wallets.requester, key, 'canary-r')).toEqual({
        status: 400,
        text: BAD_KEY,
      })
    },
  )

  it('has a case-sensitive key and the same maximum size, refused with status 400', async () => {
    const { requester, stranger } = network.wallets
    expect((await to.requester(requester, 'largest', long('w', 4096))).status).toBe(204)
    expect(await to.requester(requester, 'size', long('é', 2049))).toEqual({
      status: 400,
      text: TOO_LONG,
    })
    expect(await to.requester(requester, 'size', long('v'))).toEqual({
      status: 400,
      text: TOO_LONG,
    })
    expect(await to.requester(requester, 'size', long('v'), stranger)).toEqual({
      status: 401,
      text: INVALID,
    })
    expect((await to.requester(requester, 'Key', 'canary-upper')).status).toBe(204)
    expect((await to.requester(requester, 'key', 'canary-lower')).status).toBe(204)
  })
})

it('the service returns its version, and metrics without names of secrets', async () => {
  expect(await to.call('GET', '/version')).toEqual({ status: 200, text: '8.7.0' })
  const { text } = await to.call('GET', '/metrics')
  expect(JSON.parse(text).secretsMetrics.web2.storedCount).toBeGreaterThan(0)
  expect(text).not.toContain('my-secret')
})

it('no response, header or log line contains a value', () => {
  expect(sms.scan.values.size).toBeGreaterThan(15)
  expect(sms.scan.lines.length).toBeGreaterThan(0)
  expect(sms.scan.leaks()).toEqual([])
})
