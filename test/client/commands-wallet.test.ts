import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { JsonRpcProvider, Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothChains, CHAINS } from './support/chains.ts'
import { ClientProject } from './support/project.ts'

const network = bothChains()

describe.each(CHAINS)('client $major on $profile', ({ major, profile, isNative, tee }) => {
  let project: ClientProject
  beforeAll(async () => {
    project = await new ClientProject(network, major).init({ tee })
    await network.json(['faucet', project.address, '--rlc', '50', '--profile', profile])
  })
  afterAll(() => project[Symbol.dispose]())

  describe('wallets', () => {
    it('own the money of the faucet', async () => {
      const { balance } = await project.ok('wallet', 'show')
      expect(balance).toMatchObject({ nRLC: '50000000000' })
    })

    it('are created and imported', async () => {
      const folder = new ClientProject(network, major)
      const { privateKey } = Wallet.createRandom()
      await folder.init({ wallet: privateKey })
      expect(folder.address).toBe(new Wallet(privateKey).address)
      expect(await folder.ok('wallet', 'show', '--show-private-key')).toMatchObject({
        wallet: { privateKey },
      })
      folder[Symbol.dispose]()
    })

    it('send RLC, and sweep their balance', async () => {
      const other = await new ClientProject(network, major).init({ tee })
      await project.ok('wallet', 'send-RLC', '2', 'RLC', '--to', other.address, '--force')
      expect(await other.ok('wallet', 'show')).toMatchObject({ balance: { nRLC: '2000000000' } })
      if (!isNative)
        await network.json(['faucet', other.address, '--rlc', '1', '--profile', profile])
      await other.ok('wallet', 'sweep', '--to', project.address, '--force')
      expect(await other.ok('wallet', 'show')).toMatchObject({ balance: { nRLC: '0' } })
      other[Symbol.dispose]()
    })

    it('cannot send more than they have', async () => {
      expect(
        await project.fails(
          'wallet',
          'send-RLC',
          '5000',
          'RLC',
          '--to',
          project.address,
          '--force',
        ),
      ).toMatch(/exceed wallet balance/)
    })

    it.skipIf(isNative)('send ether', async () => {
      const to = Wallet.createRandom().address
      await project.ok('wallet', 'send-ether', '1000', 'wei', '--to', to, '--force')
      const sheet = network.sheets.find((one) => one.profile === profile)!
      const provider = new JsonRpcProvider(sheet.rpc)
      expect(await provider.getBalance(to)).toBe(1000n)
      provider.destroy()
    })
  })

  describe('accounts', () => {
    const stake = async () => (await project.ok('account', 'show')).balance

    it('take deposits and give them back', async () => {
      await project.ok('account', 'deposit', '3', 'RLC')
      expect(await stake()).toEqual({ stake: '3000000000', locked: '0' })
      await project.ok('account', 'withdraw', '1', 'RLC')
      expect(await stake()).toEqual({ stake: '2000000000', locked: '0' })
    })

    it('refuse more than the balance', async () => {
      expect(await project.fails('account', 'deposit', '5000', 'RLC')).toBe(
        'Deposit amount exceed wallet balance',
      )
      expect(await project.fails('account', 'withdraw', '5000', 'RLC')).toBe(
        'Withdraw amount exceed account balance',
      )
    })

    it('approve a spender, and revoke it', async () => {
      const spender = Wallet.createRandom().address
      await project.ok('account', 'approve', '5', spender, 'RLC')
      expect(await project.ok('account', 'allowance', spender)).toMatchObject({
        amount: '012a05f200',
      })
      await project.ok('account', 'revoke', spender)
      expect(await project.ok('account', 'allowance', spender)).toMatchObject({ amount: '00' })
    })
  })

  it('info names the contracts of the chain', async () => {
    const info = await project.ok('info')
    expect(info).toMatchObject({
      hubAddress: expect.stringMatching(/^0x/),
      ...(major === 8 ? { useNative: isNative } : {}),
    })
  })

  describe('categories', () => {
    it('are counted and shown', async () => {
      expect(await project.ok('category', 'count')).toMatchObject({ count: '5' })
      expect(await project.ok('category', 'show', '0')).toMatchObject({ category: { name: 'XS' } })
      expect(await project.fails('category', 'show', '99')).toMatch(
        /^execution reverted \(no data present/,
      )
    })

    it('are created by the owner of the hub alone', async () => {
      await project.ok('category', 'init')
      expect(await project.fails('category', 'create')).toMatch(/only category owner/i)
      const owner = await new ClientProject(network, major).init({
        wallet: network.sheet.accounts[0]!.privateKey,
      })
      await owner.ok('category', 'init')
      await owner.ok('category', 'create')
      expect(await project.ok('category', 'show', '5')).toMatchObject({ category: { name: 'XXL' } })
      owner[Symbol.dispose]()
    })
  })

  describe('secrets of requesters', () => {
    it('are pushed once and checked', async () => {
      await project.ok('requester', 'push-secret', 'one', '--secret-value', 'value')
      expect(await project.ok('requester', 'check-secret', 'one')).toMatchObject({ isSet: true })
      expect(await project.ok('requester', 'check-secret', 'two')).toMatchObject({ isSet: false })
      expect(
        await project.fails('requester', 'push-secret', 'one', '--secret-value', 'new'),
      ).toContain('already exists')
    })

    it('refuse invalid names', async () => {
      expect(
        await project.fails('requester', 'push-secret', 'a b', '--secret-value', 'value'),
      ).toBe('SMS answered with unexpected status: 400 Bad Request')
    })

    it.runIf(major === 8)('are known to the framework they were pushed for alone', async () => {
      expect(
        await project.ok('requester', 'check-secret', 'one', '--tee-framework', 'gramine'),
      ).toMatchObject({
        isSet: false,
      })
    })
  })

  describe('result encryption keys', () => {
    it('are generated, pushed and checked', async () => {
      await project.ok('result', 'generate-encryption-keypair')
      expect(readdirSync(join(project.dir, '.secrets', 'beneficiary'))).toHaveLength(2)
      expect(await project.ok('result', 'check-encryption-key')).toMatchObject({
        isEncryptionKeySet: false,
      })
      await project.ok('result', 'push-encryption-key')
      expect(await project.ok('result', 'check-encryption-key')).toMatchObject({
        isEncryptionKeySet: true,
      })
      expect(await project.fails('result', 'push-encryption-key')).toMatch(/already exists/)
      expect(await project.ok('result', 'push-encryption-key', '--force-update')).toMatchObject({
        isUpdated: true,
      })
    })

    it('that are missing cannot decrypt', async () => {
      mkdirSync(join(project.dir, 'nothing'))
      writeFileSync(join(project.dir, 'nothing', 'result.zip'), 'no zip')
      expect(await project.fails('result', 'decrypt', 'nothing/result.zip', '--force')).toMatch(
        /Failed/,
      )
      expect(existsSync(join(project.dir, 'results.zip'))).toBe(false)
    })
  })

  describe('storage', () => {
    it('of Dropbox takes the token of the user', async () => {
      expect(await project.ok('storage', 'check', 'dropbox')).toMatchObject({
        isInitialized: false,
      })
      await project.ok('storage', 'init', 'dropbox', '--token', 'a-token')
      expect(await project.ok('storage', 'check', 'dropbox')).toMatchObject({ isInitialized: true })
    })

    it.runIf(major === 8)('of results is opened by a login', async () => {
      expect(await project.ok('storage', 'init')).toMatchObject({
        isInitialized: true,
        isUpdated: false,
      })
      expect(await project.fails('storage', 'init')).toContain(
        'is already initialized, use --force-update option',
      )
      expect(await project.ok('storage', 'init', '--force-update')).toMatchObject({
        isUpdated: true,
      })
      expect(await project.ok('storage', 'check')).toMatchObject({ isInitialized: true })
    })

    it('of an unknown kind is refused', async () => {
      expect(await project.fails('storage', 'init', 'floppy')).toMatch(
        /"floppy" (not supported|is not a valid storage provider)/,
      )
    })
  })

  describe.runIf(major === 8)('names', () => {
    it('resolve, are looked up, and have owners', async () => {
      const pool = network.sheet.workerpool
      expect(await project.ok('ens', 'resolve', pool.name)).toMatchObject({ address: pool.address })
      expect(await project.ok('ens', 'lookup', pool.address)).toMatchObject({ name: pool.name })
      expect(await project.ok('ens', 'get-owner', pool.name)).toMatchObject({
        owner: network.sheet.accounts[1]!.address,
      })
      const prod = await project.ok('ens', 'resolve', 'prod-v8-bellecour.main.pools.iexec.eth')
      expect(prod).toMatchObject({ address: '0xdb214a4A444D176e22030bE1Ed89dA1b029320f2' })
      expect(pool.address).toBe('0xdb214a4A444D176e22030bE1Ed89dA1b029320f2')
      expect(
        await project.fails('ens', 'register', 'users', '--domain', 'iexec.eth', '--force'),
      ).toContain('users.iexec.eth is already owned by 0xc7b2336c1A8932Fb9414356E254edee6A87dd37d')
      expect(await project.ok('ens', 'resolve', 'nobody.users.iexec.eth')).toMatchObject({
        address: null,
      })
    })

    it('are given to the first caller', async () => {
      await project.ok('ens', 'register', 'alice', '--force')
      expect(await project.ok('ens', 'resolve', 'alice.users.iexec.eth')).toMatchObject({
        address: project.address,
      })
      expect(await project.ok('ens', 'lookup', project.address)).toMatchObject({
        name: 'alice.users.iexec.eth',
      })
      const other = await new ClientProject(network, major).init({ tee })
      expect(await other.fails('ens', 'register', 'alice', '--force')).toMatch(/already owned by/)
      other[Symbol.dispose]()
    })
  })

  it.runIf(major === 8)('a chain.json of another network is refused by the chain', async () => {
    const wrong = await new ClientProject(network, 8).init({ tee })
    wrong.edit('chain.json', ({ chains }) => {
      chains.bellecour.hub = '0x0000000000000000000000000000000000000001'
    })
    expect(await wrong.fails('account', 'show')).toMatch(/./)
    wrong[Symbol.dispose]()
  })
})
