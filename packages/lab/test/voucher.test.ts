import { taskIdOf } from '@iexec-sim/protocol'
import { Interface } from 'ethers'
import { describe, expect, test } from 'vitest'
import { accounts } from '../src/world/accounts.ts'
import { digestOf } from '../src/world/market.ts'
import {
  CREDIT,
  market,
  orders,
  read,
  refusal,
  scratch,
  send,
  staked,
  useVouchers,
  voucher,
} from './support/vouchers.ts'

useVouchers()

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
