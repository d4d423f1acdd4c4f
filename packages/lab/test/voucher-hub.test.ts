import { compiledContracts } from '@iexec-sim/contracts/sources'
import { type Hex, profiles } from '@iexec-sim/protocol'
import { concat, getCreate2Address, id, keccak256, ZeroAddress, zeroPadValue } from 'ethers'
import { describe, expect, test } from 'vitest'
import { accounts } from '../src/world/accounts.ts'
import {
  CREDIT,
  DAY,
  market,
  read,
  refusal,
  scratch,
  send,
  staked,
  useVouchers,
  voucher,
  voucherHub,
} from './support/vouchers.ts'

useVouchers()

describe('from the start', () => {
  test('the VoucherHub has the address that clients use', () => {
    expect(voucherHub.address).toBe(profiles.bellecour.voucherHub)
  })

  test('one type of voucher pays for the workerpool of the network', async () => {
    const { debugWorkerpool } = market.chain.genesis.addresses
    expect([...(await read(voucherHub, 'getVoucherType', 0))]).toEqual([
      'Debug voucher',
      30n * BigInt(DAY),
    ])
    expect(
      await read(voucherHub, 'isAssetEligibleToMatchOrdersSponsoring', 0, debugWorkerpool),
    ).toBe(true)
    expect(await read(voucherHub, 'isAssetEligibleToMatchOrdersSponsoring', 0, market.app)).toBe(
      false,
    )
  })

  test('the first account has all roles', async () => {
    for (const role of ['MANAGER_ROLE', 'MINTER_ROLE']) {
      expect(await read(voucherHub, role)).toBe(id(role))
      expect(await read(voucherHub, 'hasRole', id(role), accounts.owner)).toBe(true)
    }
    expect(await read(voucherHub, 'owner')).toBe(accounts.owner)
    expect(await read(voucherHub, 'getIexecPoco')).toBe(market.hub.address)
  })
})

describe('the VoucherHub', () => {
  test('lets only managers change types', async () => {
    const unauthorized = (role: string) =>
      `AccessControlUnauthorizedAccount(${accounts.stranger},${id(role)})`
    for (const [name, ...args] of [
      ['createVoucherType', 'x', 1],
      ['updateVoucherTypeDescription', 0, 'x'],
      ['updateVoucherTypeDuration', 0, 1],
      ['addEligibleAsset', 0, market.app],
      ['removeEligibleAsset', 0, market.app],
      ['withdraw', accounts.stranger, 1],
    ] as const)
      expect([name, await refusal('stranger', voucherHub, name, ...args)]).toEqual([
        name,
        unauthorized('MANAGER_ROLE'),
      ])
    for (const [name, ...args] of [
      ['createVoucher', accounts.stranger, 0, 1],
      ['topUpVoucher', voucher.address, 1],
    ] as const)
      expect([name, await refusal('stranger', voucherHub, name, ...args)]).toEqual([
        name,
        unauthorized('MINTER_ROLE'),
      ])
  })

  test(
    'logs changes of a type',
    scratch(async () => {
      const log = async (name: string, ...args: unknown[]) => {
        const [only] = (await send('owner', voucherHub, name, ...args)).logs
        return [only!.name, ...only!.args]
      }
      expect(await log('createVoucherType', 'gold', 7)).toEqual([
        'VoucherTypeCreated',
        2n,
        'gold',
        7n,
      ])
      expect(await log('updateVoucherTypeDescription', 2, 'tin')).toEqual([
        'VoucherTypeDescriptionUpdated',
        2n,
        'tin',
      ])
      expect(await log('updateVoucherTypeDuration', 2, 8)).toEqual([
        'VoucherTypeDurationUpdated',
        2n,
        8n,
      ])
      expect([...(await read(voucherHub, 'getVoucherType', 2))]).toEqual(['tin', 8n])
      for (const [change, event, isEligible] of [
        ['addEligibleAsset', 'EligibleAssetAdded', true],
        ['removeEligibleAsset', 'EligibleAssetRemoved', false],
      ] as const) {
        expect(await log(change, 2, market.app)).toEqual([event, 2n, market.app])
        const asked = 'isAssetEligibleToMatchOrdersSponsoring'
        expect(await read(voucherHub, asked, 2, market.app)).toBe(isEligible)
      }
    }),
  )

  test('refuses a type that was not created', async () => {
    expect(await read(voucherHub, 'getVoucherTypeCount')).toBe(2n)
    const unknown = 'VoucherHub: type index out of bounds'
    expect(await refusal('owner', voucherHub, 'getVoucherType', 2)).toBe(unknown)
    expect(await refusal('owner', voucherHub, 'addEligibleAsset', 2, market.app)).toBe(unknown)
    expect(await refusal('owner', voucherHub, 'createVoucher', accounts.stranger, 2, 1)).toBe(
      unknown,
    )
  })

  test(
    'issues a voucher with as much staked RLC as credit',
    scratch(async () => {
      expect(await read(voucherHub, 'getVoucher', accounts.stranger)).toBe(ZeroAddress)
      const before = await staked(voucherHub.address)
      const { logs, timestamp } = await send(
        'owner',
        voucherHub,
        'createVoucher',
        accounts.stranger,
        1,
        40,
      )
      const made = await read(voucherHub, 'getVoucher', accounts.stranger)
      const expiration = BigInt(timestamp + 10 * DAY)
      expect(logs.map(({ name }) => name)).toEqual([
        'BeaconUpgraded',
        'Initialized',
        'Transfer',
        'VoucherCreated',
        'Transfer',
      ])
      expect([...logs[3]!.args]).toEqual([made, accounts.stranger, 1n, expiration, 40n])
      const at = { ...voucher, address: made }
      const getters = ['owner', 'getVoucherHub', 'getType', 'getBalance', 'getExpiration']
      expect(await Promise.all(getters.map((name) => read(at, name)))).toEqual([
        accounts.stranger,
        voucherHub.address,
        1n,
        40n,
        expiration,
      ])
      expect([await staked(made), await staked(voucherHub.address)]).toEqual([40n, before - 40n])
      expect(await read(voucherHub, 'isVoucher', made)).toBe(true)
      expect(await read(voucherHub, 'isVoucher', accounts.stranger)).toBe(false)
    }),
  )

  test('issues at most one voucher to each account, of positive value, covered by its RLC', async () => {
    const create = (owner: Hex, value: bigint) =>
      refusal('owner', voucherHub, 'createVoucher', owner, 1, value)
    expect(await create(accounts.requester, 1n)).toBe('(empty)')
    expect(await create(accounts.stranger, 0n)).toBe('VoucherHub: mint without value')
    expect(await create(accounts.stranger, 1_000_000n)).toBe(
      'VoucherHub: SRLC transfer to voucher failed',
    )
  })

  test("derives the address of a voucher from its owner, the proxy's code and the beacon", async () => {
    const beacon = await read(voucherHub, 'getVoucherBeacon')
    const codeHash = keccak256(
      concat([compiledContracts().VoucherProxy.bytecode, zeroPadValue(beacon, 32)]),
    )
    expect(await read(voucherHub, 'getVoucherProxyCodeHash')).toBe(codeHash)
    const expected = getCreate2Address(
      voucherHub.address,
      zeroPadValue(accounts.requester, 32),
      codeHash,
    )
    expect(await read(voucherHub, 'predictVoucher', accounts.requester)).toBe(expected)
    expect(voucher.address).toBe(expected)
  })

  test(
    'tops a voucher up, with new time',
    scratch(async () => {
      const { logs, timestamp } = await send(
        'owner',
        voucherHub,
        'topUpVoucher',
        voucher.address,
        5,
      )
      const expiration = BigInt(timestamp + 10 * DAY)
      expect(logs.map(({ name }) => name)).toEqual([
        'Transfer',
        'Transfer',
        'ExpirationUpdated',
        'VoucherToppedUp',
      ])
      expect([...logs[3]!.args]).toEqual([voucher.address, expiration, 5n])
      expect(await read(voucher, 'getExpiration')).toBe(expiration)
      expect([await read(voucher, 'getBalance'), await staked(voucher.address)]).toEqual([
        CREDIT + 5n,
        CREDIT + 5n,
      ])
      expect(await refusal('owner', voucherHub, 'topUpVoucher', voucher.address, 0)).toBe(
        'VoucherHub: no value',
      )
      expect(await refusal('owner', voucherHub, 'topUpVoucher', accounts.owner, 1)).toBe(
        'VoucherHub: unknown voucher',
      )
    }),
  )

  test('keeps credit as a token without transfers', async () => {
    const facts = ['name', 'symbol', 'decimals', 'totalSupply'].map((name) =>
      read(voucherHub, name),
    )
    expect(await Promise.all(facts)).toEqual(['iExec Voucher token', 'VCHR', 9n, CREDIT])
    for (const [name, ...args] of [
      ['transfer', accounts.owner, 0],
      ['approve', accounts.owner, 0],
      ['transferFrom', accounts.owner, accounts.owner, 0],
    ] as const)
      expect(await refusal('requester', voucherHub, name, ...args)).toBe(
        `NonTransferableERC20Upgradeable: Unsupported ${name}`,
      )
  })

  test('debits and credits vouchers alone', async () => {
    expect(await refusal('stranger', voucherHub, 'refundVoucher', 1)).toBe(
      'VoucherHub: sender is not voucher',
    )
    const debit = [1, market.app, 3, ZeroAddress, 0, market.workerpool, 25, 1]
    expect(await market.chain.simulate(accounts.stranger, voucherHub, 'debitVoucher', debit)).toBe(
      0n,
    )
    expect(await market.chain.simulate(voucher.address, voucherHub, 'debitVoucher', debit)).toBe(
      28n,
    )
  })

  test(
    'takes back the rest of an expired voucher, and of no other',
    scratch(async () => {
      expect(await refusal('stranger', voucherHub, 'drainVoucher', voucher.address)).toBe(
        'Voucher: voucher is not expired',
      )
      const before = await staked(voucherHub.address)
      await market.chain.at(await read(voucher, 'getExpiration'))
      const { logs } = await send('stranger', voucherHub, 'drainVoucher', voucher.address)
      expect(logs.map(({ name }) => name)).toEqual(['Transfer', 'VoucherDrained', 'Transfer'])
      expect([await read(voucher, 'getBalance'), await staked(voucher.address)]).toEqual([0n, 0n])
      expect(await staked(voucherHub.address)).toBe(before + CREDIT)
      expect(await refusal('stranger', voucherHub, 'drainVoucher', voucher.address)).toBe(
        'VoucherHub: nothing to drain',
      )
      await send('owner', voucherHub, 'withdraw', accounts.sponsor, 7)
      expect(await staked(accounts.sponsor)).toBe(1007n)
    }),
  )
})
