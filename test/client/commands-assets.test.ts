import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothChains, CHAINS } from './support/chains.ts'
import { ClientProject } from './support/project.ts'

const NOTHING = '0x0000000000000000000000000000000000000001'
const network = bothChains()

describe.each(CHAINS)('client $major on $profile', ({ major, profile, tee, isNative }) => {
  let project: ClientProject
  const framework = major === 8 ? ['--tee-framework', tee!] : []
  beforeAll(async () => {
    project = await new ClientProject(network, major).init({ tee })
    if (!isNative)
      await network.json(['faucet', project.address, '--rlc', '1', '--profile', profile])
  })
  afterAll(() => project[Symbol.dispose]())

  const deployed = (kind: string): string =>
    Object.values(
      JSON.parse(readFileSync(join(project.dir, 'deployed.json'), 'utf8'))[kind],
    )[0] as string

  const assets = [
    { kind: 'app', what: 'an app', shows: { appName: 'hello-world', appType: 'DOCKER' } },
    { kind: 'dataset', what: 'a dataset', shows: { datasetName: 'my-dataset' } },
    { kind: 'workerpool', what: 'a workerpool', shows: { workerpoolDescription: 'my-workerpool' } },
  ]
  describe.each(assets)('$what', ({ kind, shows }) => {
    it('is deployed once it is described', async () => {
      expect(await project.fails(kind, 'deploy')).toBe(
        `Missing ${kind} in "iexec.json". Did you forget to run "iexec ${kind} init"?`,
      )
      expect(await project.ok(kind, 'init')).toMatchObject({ [kind]: { owner: project.address } })
      const { address } = await project.ok(kind, 'deploy')
      expect(deployed(kind)).toBe(address)
    })

    it('is shown by its index, its address, and as the last one deployed', async () => {
      const address = deployed(kind)
      const shown = { address, [kind]: { owner: project.address, ...shows } }
      const ways = [['0'], [address], []].map((way) => project.ok(kind, 'show', ...way))
      expect(await Promise.all(ways)).toMatchObject([shown, shown, shown])
    })

    it('that does not exist is not shown', async () => {
      const [byIndex, byAddress] = await Promise.all(
        ['7', NOTHING].map((way) => project.fails(kind, 'show', way)),
      )
      expect(byIndex).toBe(`${kind} not deployed`)
      expect(byAddress).toMatch(`No ${kind} found for id ${NOTHING} on chain`)
    })

    it('is counted, for any user', async () => {
      const nobody = ['--user', Wallet.createRandom().address]
      const counts = await Promise.all(
        [[], nobody].map((user) => project.ok(kind, 'count', ...user)),
      )
      expect(counts).toMatchObject([{ count: '1' }, { count: '0' }])
    })
  })

  describe('secrets of apps', () => {
    it('are pushed once and checked', async () => {
      expect(await project.ok('app', 'check-secret', ...framework)).toMatchObject({
        isSecretSet: false,
      })
      await project.ok('app', 'push-secret', '--secret-value', 'value', ...framework)
      expect(await project.ok('app', 'check-secret', ...framework)).toMatchObject({
        isSecretSet: true,
      })
      expect(await project.fails('app', 'push-secret', '--secret-value', 'new', ...framework)).toBe(
        `Secret already exists for ${deployed('app')} and can't be updated`,
      )
    })

    it('are pushed by the owner of the app alone', async () => {
      const other = await new ClientProject(network, major).init({ tee })
      const args = ['app', 'push-secret', deployed('app'), '--secret-value', 'value', ...framework]
      expect(await other.fails(...args)).toBe(
        `Wallet ${other.address} is not allowed to set secret for ${deployed('app')}`,
      )
      other[Symbol.dispose]()
    })
  })

  describe('the content of datasets', () => {
    const original = () => join(project.dir, 'datasets', 'original')

    it('is encrypted, each file with a key of its own', async () => {
      expect(await project.fails('dataset', 'encrypt')).toMatch(
        /did you forget to run "iexec dataset init --encrypted"/,
      )
      await project.ok('dataset', 'init', '--encrypted')
      expect(await project.fails('dataset', 'encrypt')).toBe(
        `Input folder "${original()}" is empty, nothing to encrypt`,
      )
      writeFileSync(join(original(), 'data.txt'), 'the data')
      const { encryptedFiles } = await project.ok('dataset', 'encrypt')
      const [file] = encryptedFiles as { encrypted: string; key: string; checksum: string }[]
      expect(readFileSync(file!.encrypted)).not.toContain('the data')
      expect(Buffer.from(readFileSync(file!.key, 'utf8'), 'base64')).toHaveLength(32)
    })

    it('is not offered before its key is pushed', async () => {
      const args = ['dataset', 'publish', '--tag', `tee,${tee ?? 'tdx'}`, '--force']
      expect(await project.fails(...args)).toBe(
        `Dataset encryption key is not set for dataset ${deployed('dataset')} in the SMS. Dataset decryption will fail.`,
      )
    })

    it.runIf(major === 8)(
      'is not offered either when its key is with the SMS of another framework',
      async () => {
        await project.ok('dataset', 'push-secret', '--tee-framework', 'gramine')
        const checks = ['scone', 'gramine'].map((name) =>
          project.ok('dataset', 'check-secret', '--tee-framework', name),
        )
        expect(await Promise.all(checks)).toMatchObject([
          { isSecretSet: false },
          { isSecretSet: true },
        ])
        expect(await project.fails('dataset', 'publish', '--tag', 'tee,scone', '--force')).toMatch(
          /Dataset encryption key is not set/,
        )
      },
    )

    it('has its key pushed once and checked', async () => {
      await project.ok('dataset', 'push-secret')
      expect(await project.ok('dataset', 'check-secret')).toMatchObject({ isSecretSet: true })
      expect(await project.fails('dataset', 'push-secret')).toBe(
        `Secret already exists for ${deployed('dataset')} and can't be updated`,
      )
    })
  })

  describe.each(assets)('orders of $what', ({ kind }) => {
    it('are published and withdrawn, one or all', async () => {
      const publish = async () => (await project.ok(kind, 'publish', '--force')).orderHash
      const [first, last] = [await publish(), await publish()]
      expect(await project.ok('orderbook', kind, deployed(kind))).toMatchObject({
        [`${kind}Orders`]: [{ orderHash: first }, { orderHash: last }],
      })
      expect(await project.ok(kind, 'unpublish', '--force')).toMatchObject({ unpublished: last })
      expect(await project.ok(kind, 'unpublish', '--all', '--force')).toMatchObject({
        unpublished: [first],
      })
    })

    it('cannot be withdrawn if there are none, or made for an asset that is not deployed', async () => {
      const refusals = [['unpublish'], ['publish', NOTHING]].map((args) =>
        project.fails(kind, ...args, '--force'),
      )
      expect(await Promise.all(refusals)).toEqual([
        `API error: no open ${kind}order published by signer ${project.address} for ${kind} ${deployed(kind)}`,
        `No ${kind} deployed at address ${NOTHING}`,
      ])
    })
  })

  it('an order of a workerpool is not published without the stake it needs', async () => {
    expect(await project.fails('workerpool', 'publish', '--price', '5', 'RLC', '--force')).toBe(
      "API error: workerpool owner's stake is too low to cover required workerpool lock",
    )
  })

  it.runIf(major === 8)(
    'an order of an app is not made for a framework it is not built for',
    async () => {
      expect(await project.fails('app', 'publish', '--tag', 'tee,scone', '--force')).toBe(
        'Tag mismatch the TEE framework specified by app',
      )
    },
  )

  describe.runIf(major === 8)('the address of a workerpool’s API', () => {
    const url = 'http://127.0.0.1:1'

    it('needs a name to be set on', async () => {
      expect(await project.fails('workerpool', 'set-api-url', url)).toMatch(
        /^Missing ENS for workerpool/,
      )
      await project.ok('ens', 'register', 'my-pool', '--for', deployed('workerpool'), '--force')
      await project.ok('workerpool', 'set-api-url', url)
      expect(await project.ok('workerpool', 'show')).toMatchObject({
        apiUrl: url,
        ens: 'my-pool.pools.iexec.eth',
      })
    })

    it('is not set for a workerpool that does not exist', async () => {
      expect(await project.fails('workerpool', 'set-api-url', url, NOTHING)).toMatch(
        /^Missing ENS for workerpool/,
      )
    })
  })

  it.runIf(major === 9)('compass knows the network’s own workerpool, and no other', async () => {
    const { workerpool } = network.sheets.find((sheet) => sheet.profile === profile)!
    expect(await project.ok('workerpool', 'show', workerpool.address)).toMatchObject({
      apiUrl: workerpool.url,
    })
    expect(await project.ok('workerpool', 'show')).not.toHaveProperty('apiUrl')
  })

  describe.each(assets)('the ownership of $what', ({ kind }) => {
    const other = Wallet.createRandom().address

    it('is transferred by its owner alone', async () => {
      const address = deployed(kind)
      expect(await project.fails(kind, 'transfer', address, '--force')).toBe('Missing --to option')
      await project.ok(kind, 'transfer', address, '--to', other, '--force')
      expect(await project.ok(kind, 'show', address)).toMatchObject({ [kind]: { owner: other } })
    })

    it('is needed to give it away, and to sign its orders', async () => {
      const attempts = [['transfer', deployed(kind), '--to', project.address], ['publish']]
      expect(
        await Promise.all(attempts.map((args) => project.fails(kind, ...args, '--force'))),
      ).toEqual([
        `Only ${kind} owner can transfer ${kind} ownership`,
        'Invalid order signer, must be the resource owner',
      ])
    })
  })
})
