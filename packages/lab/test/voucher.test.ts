import { voucherAbi, voucherHubAbi } from '@iexec-sim/contracts'
import { compiledContracts } from '@iexec-sim/contracts/sources'
import { type Hex, profiles, taskIdOf } from '@iexec-sim/protocol'
import {
  concat,
  getCreate2Address,
  Interface,
  id,
  keccak256,
  ZeroAddress,
  zeroPadValue,
} from 'ethers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accounts, type Role } from '../src/world/accounts.ts'
import type { Target } from '../src/world/lab-chain.ts'
import { type Changes, digestOf, Market } from '../src/world/market.ts'

const DAY = 86_400
const CREDIT = 1000n
let market: Market
let voucherHub: Target
let voucher: Target
/**
 * Type 1 pays for the app (3) and the pool (25), not for the dataset (2). The requester has a
 * voucher of it.
 */
beforeEach(async () => {
  market = await Market.open()
  voucherHub = {
    address: market.chain.genesis.addresses.voucherHub!,
    abi: new Interface(voucherHubAbi),
  }
  await send('owner', voucherHub, 'createVoucherType', 'test', 10 * DAY)
  for (const asset of [market.app, market.workerpool])
    await send('owner', voucherHub, 'addEligibleAsset', 1, asset)
  await fund(10_000n)
  await send('owner', voucherHub, 'createVoucher', accounts.requester, 1, CREDIT)
  voucher = {
    address: await read(voucherHub, 'getVoucher', accounts.requester),
    abi: new Interface(voucherAbi),
  }
})
afterEach(() => market[Symbol.asyncDispose]())

const send = (by: Role, target: Target, name: string, ...args: unknown[]) =>
  market.chain.send(accounts[by], target, name, args)
const refusal = (by: Role, target: Target, name: string, ...args: unknown[]) =>
  market.chain.refusal(accounts[by], target, name, args)
const read = (target: Target, name: string, ...args: unknown[]) =>
  market.chain.read(target, name, ...args)
/** Deposits nRLC on the hub for the VoucherHub. */
const fund = (amount: bigint) =>
  market.chain.send(
    accounts.owner,
    market.hub,
    'depositFor',
    [voucherHub.address],
    amount * 10n ** 9n,
  )
/** Staked RLC on the hub. */
const staked = (of: Hex) => read(market.hub, 'balanceOf', of)
const scratch = (body: () => Promise<void>) => () => market.chain.scratch(body)
const orders = async (changes: Changes = {}) => {
  const { app, dataset, workerpool, request } = await market.signed(changes)
  return [app, dataset, workerpool, request] as const
}

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
      expect(await log('addEligibleAsset', 2, market.app)).toEqual([
        'EligibleAssetAdded',
        2n,
        market.app,
      ])
      expect(await read(voucherHub, 'isAssetEligibleToMatchOrdersSponsoring', 2, market.app)).toBe(
        true,
      )
      expect(await log('removeEligibleAsset', 2, market.app)).toEqual([
        'EligibleAssetRemoved',
        2n,
        market.app,
      ])
      expect(await read(voucherHub, 'isAssetEligibleToMatchOrdersSponsoring', 2, market.app)).toBe(
        false,
      )
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

describe('a voucher', () => {
  test('is initialized once, and its implementation never', async () => {
    const proxy = {
      address: voucher.address,
      abi: new Interface(['function implementation() view returns (address)']),
    }
    const code = { ...voucher, address: await read(proxy, 'implementation') }
    const args = [accounts.stranger, accounts.stranger, 1, 0]
    expect(await refusal('stranger', voucher, 'initialize', ...args)).toBe(
      'InvalidInitialization()',
    )
    expect(await refusal('stranger', code, 'initialize', ...args)).toBe('InvalidInitialization()')
  })

  test('changes its value for the VoucherHub alone', async () => {
    expect(await refusal('requester', voucher, 'setExpiration', 1)).toBe(
      'Voucher: sender is not VoucherHub',
    )
    expect(await refusal('requester', voucher, 'drain', 1)).toBe(
      'Voucher: sender is not VoucherHub',
    )
    expect(await market.chain.rawRefusal(accounts.requester, voucher.address, '0x', 1n)).toBe(
      'VoucherProxy: Receive function not supported',
    )
  })

  test(
    'is usable by the accounts its owner authorized',
    scratch(async () => {
      expect(await read(voucher, 'isAccountAuthorized', accounts.requester)).toBe(true)
      expect(await read(voucher, 'isAccountAuthorized', accounts.stranger)).toBe(false)
      const four = await orders({ dataset: null })
      expect(await refusal('stranger', voucher, 'matchOrders', ...four)).toBe(
        'Voucher: sender is not authorized',
      )
      const on = await send('requester', voucher, 'authorizeAccount', accounts.stranger)
      expect(on.logs.map(({ name, args }) => [name, ...args])).toEqual([
        ['AccountAuthorized', accounts.stranger],
      ])
      await send('stranger', voucher, 'matchOrders', ...four)
      const off = await send('requester', voucher, 'unauthorizeAccount', accounts.stranger)
      expect(off.logs.map(({ name, args }) => [name, ...args])).toEqual([
        ['AccountUnauthorized', accounts.stranger],
      ])
      const more = await orders({ dataset: null })
      expect(await refusal('stranger', voucher, 'matchOrders', ...more)).toBe(
        'Voucher: sender is not authorized',
      )
    }),
  )

  test('takes authorizations from its owner alone, and never for the owner', async () => {
    for (const name of ['authorizeAccount', 'unauthorizeAccount']) {
      expect(await refusal('stranger', voucher, name, accounts.stranger)).toBe(
        'Voucher: sender is not owner',
      )
      expect(await refusal('requester', voucher, name, accounts.requester)).toBe(
        'Voucher: owner is already authorized.',
      )
    }
  })

  test(
    'pays for a deal of eligible assets on its own',
    scratch(async () => {
      const four = await orders({ dataset: null, request: { volume: 3n } })
      const { logs } = await send('requester', voucher, 'matchOrders', ...four)
      const deal = market.dealId({
        app: four[0],
        dataset: four[1],
        workerpool: four[2],
        request: four[3],
      })
      expect(logs.map(({ name }) => name)).toEqual([
        'Transfer', // credit used up
        'VoucherDebited',
        'Transfer',
        'Lock', // the voucher's RLC on the hub
        'Transfer',
        'Lock', // the stake of the pool
        'SchedulerNotice',
        'OrdersMatched',
        'DealSponsored',
        'OrdersMatchedWithVoucher',
      ])
      expect((await read(market.hub, 'viewDeal', deal)).sponsor).toBe(voucher.address)
      expect(await read(voucher, 'getSponsoredAmount', deal)).toBe(84n)
      expect([await read(voucher, 'getBalance'), await staked(voucher.address)]).toEqual([
        CREDIT - 84n,
        CREDIT - 84n,
      ])
      expect(await market.money('requester')).toBe('1000/0')
    }),
  )

  test(
    'leaves the rest to the requester, if the requester allowed it',
    scratch(async () => {
      const four = await orders({ request: { volume: 2n } })
      const failed = 'Voucher: Transfer of non-sponsored amount failed'
      expect(await refusal('requester', voucher, 'matchOrders', ...four)).toBe(failed)
      await send('requester', market.hub, 'approve', voucher.address, 3)
      expect(await refusal('requester', voucher, 'matchOrders', ...four)).toBe(failed)
      await send('requester', market.hub, 'approve', voucher.address, 4)
      await send('requester', voucher, 'matchOrders', ...four)
      expect(await market.money('requester')).toBe('996/0')
      expect(await read(voucher, 'getBalance')).toBe(CREDIT - 56n)
      expect(await staked(voucher.address)).toBe(CREDIT - 56n)
    }),
  )

  test(
    'pays the same part of every task when its credit is too small',
    scratch(async () => {
      // 36 tasks at 28 are 1008; of 1000 in credit 972 = 36 × 27 are used.
      const four = await orders({ dataset: null, request: { volume: 36n } })
      await send('requester', market.hub, 'approve', voucher.address, 36)
      await market.deposit('poolOwner', 1000n)
      await send('requester', voucher, 'matchOrders', ...four)
      expect(await read(voucher, 'getBalance')).toBe(28n)
      expect(await market.money('requester')).toBe('964/0')
    }),
  )

  test(
    'pays nothing once it expired',
    scratch(async () => {
      const four = await orders({ dataset: null })
      await market.chain.at(await read(voucher, 'getExpiration'))
      expect(await refusal('requester', voucher, 'matchOrders', ...four)).toBe(
        'Voucher: voucher is expired',
      )
    }),
  )

  test('refuses the orders that the hub refuses, with the same error', async () => {
    const four = await orders({ dataset: null, request: { appmaxprice: 1n } })
    expect(await refusal('requester', voucher, 'matchOrders', ...four)).toMatch(
      /^iExecV5-matchOrders-0x/,
    )
    expect(await read(voucher, 'getBalance')).toBe(CREDIT)
  })
})

describe('a task that failed', () => {
  /** A deal of two tasks the voucher pays 28 of, the requester 2, each; the first is late. */
  const lateTask = async () => {
    const four = await orders({ request: { volume: 2n } })
    await send('requester', market.hub, 'approve', voucher.address, 4)
    const { timestamp } = await send('requester', voucher, 'matchOrders', ...four)
    const deal = market.dealId({
      app: four[0],
      dataset: four[1],
      workerpool: four[2],
      request: four[3],
    })
    await send('stranger', market.hub, 'initialize', deal, 0)
    return { task: taskIdOf(deal, 0), late: timestamp + 3000 }
  }
  const worth = async () => [await read(voucher, 'getBalance'), await staked(voucher.address)]

  test(
    'refunds voucher and requester, once',
    scratch(async () => {
      const { task, late } = await lateTask()
      expect(await refusal('stranger', voucher, 'claim', task)).toBe('(empty)')
      expect(await worth()).toEqual([CREDIT - 56n, CREDIT - 56n])
      await market.chain.at(late)
      const { logs } = await send('stranger', voucher, 'claim', task)
      expect(logs.map(({ name }) => name).slice(-4)).toEqual([
        'Transfer',
        'VoucherRefunded',
        'Transfer',
        'TaskClaimedWithVoucher',
      ])
      expect(await worth()).toEqual([CREDIT - 28n, CREDIT - 28n])
      expect(await market.money('requester')).toBe('998/0')
      expect(await read(voucher, 'isRefundedTask', task)).toBe(true)
      expect(await refusal('stranger', voucher, 'claim', task)).toBe(
        'Voucher: task already refunded',
      )
    }),
  )

  test(
    'is refunded if it was claimed on the hub before',
    scratch(async () => {
      const { task, late } = await lateTask()
      await market.chain.at(late)
      await send('stranger', market.hub, 'claim', task)
      expect(await worth()).toEqual([CREDIT - 56n, CREDIT - 26n])
      await send('stranger', voucher, 'claim', task)
      expect(await worth()).toEqual([CREDIT - 28n, CREDIT - 28n])
      expect(await market.money('requester')).toBe('998/0')
    }),
  )

  test(
    'of a deal with another payer is claimed, without cost for the voucher',
    scratch(async () => {
      const { task, start } = await market.deal()
      await market.chain.at(start + 3000)
      const { logs } = await send('stranger', voucher, 'claim', task)
      expect(logs.map(({ name }) => name).slice(-2)).toEqual([
        'TaskClaimed',
        'TaskClaimedWithVoucher',
      ])
      expect(await worth()).toEqual([CREDIT, CREDIT])
      expect(await market.money('requester')).toBe('1000/0')
    }),
  )

  test(
    'is distinguished from one that succeeded',
    scratch(async () => {
      const { task } = await lateTask()
      await market.contribute('worker1', task, digestOf('result'))
      await market.reveal('worker1', task, digestOf('result'))
      await market.finalize(task)
      expect(await refusal('stranger', voucher, 'claim', task)).toBe('(empty)')
      expect(await worth()).toEqual([CREDIT - 56n, CREDIT - 56n])
    }),
  )
})
