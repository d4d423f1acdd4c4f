import { interfaces } from '@iexec-sim/chain/client'
import {
  type Address,
  arbitrumSepolia,
  bellecour,
  type OrderKind,
  type OrderOf,
  ZERO_ADDRESS,
} from '@iexec-sim/protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MAKERS, TestMarket } from './support/market.ts'

let market: TestMarket
beforeEach(async () => {
  market = await TestMarket.start()
})
afterEach(() => market.close())

describe('a match', () => {
  it('reduces all four orders, and fills those that are used up', async () => {
    const [app, dataset] = [
      await market.appOrder({ volume: 5n }),
      await market.datasetOrder({ volume: 2n }),
    ]
    const [workerpool, request] = [
      await market.poolOrder({ volume: 3n }),
      await market.request({ volume: 2n, dataset: market.dataset }),
    ]
    await market.publish('AppOrder', app)
    await market.publish('DatasetOrder', dataset)
    await market.publish('WorkerpoolOrder', workerpool)
    await market.publish('RequestOrder', request)
    await market.match({ app, dataset, workerpool, request })
    expect(await market.fate('AppOrder', app)).toEqual(['open', 3])
    expect(await market.fate('DatasetOrder', dataset)).toEqual(['filled', 0])
    expect(await market.fate('WorkerpoolOrder', workerpool)).toEqual(['open', 1])
    expect(await market.fate('RequestOrder', request)).toEqual(['filled', 0])
    expect((await market.get('/metrics')).body).toEqual({
      ok: true,
      lastBlock: await market.hub.blockNumber(),
      checkpointBlock: expect.any(Number),
      apporders: 1,
      datasetorders: 0,
      workerpoolorders: 1,
      requestorders: 0,
    })
  })

  it('makes a deal that every query finds', async () => {
    const app = await market.appOrder()
    const dataset = await market.datasetOrder()
    const workerpool = await market.poolOrder()
    const request = await market.request({
      dataset: market.dataset,
      beneficiary: market.wallet(4).address as Address,
    })
    const { dealId, receipt } = await market.match({ app, dataset, workerpool, request })
    await market.match({})
    const { ok, ...deal } = (await market.get(`/deals/${dealId}`)).body as Record<string, unknown>
    const owner = (index: number) => market.wallet(index).address
    expect({ ok, ...deal }).toEqual({
      ok: true,
      chainId: 134,
      dealid: dealId,
      app: { pointer: market.app, owner: owner(0), price: 0 },
      dataset: { pointer: market.dataset, owner: owner(3), price: 0 },
      workerpool: { pointer: market.workerpool, owner: owner(1), price: 0 },
      apporderHash: market.hashOf('AppOrder', app),
      datasetorderHash: market.hashOf('DatasetOrder', dataset),
      workerpoolorderHash: market.hashOf('WorkerpoolOrder', workerpool),
      requestorderHash: market.hashOf('RequestOrder', request),
      requester: owner(2),
      beneficiary: owner(4),
      callback: ZERO_ADDRESS,
      params: '{}',
      category: 0,
      trust: 1,
      tag: request.tag,
      volume: 1,
      botFirst: 0,
      botSize: 1,
      startTime: expect.any(Number),
      workerStake: expect.any(Number),
      schedulerRewardRatio: expect.any(Number),
      sponsor: owner(2),
      blockNumber: receipt.blockNumber,
      blockTimestamp: new Date((deal.startTime as number) * 1000).toISOString(),
      transactionHash: receipt.transactionHash,
    })
    const filters = {
      beneficiary: owner(4),
      dataset: market.dataset,
      datasetOwner: owner(3),
      apporderHash: market.hashOf('AppOrder', app),
      datasetorderHash: market.hashOf('DatasetOrder', dataset),
      workerpoolorderHash: market.hashOf('WorkerpoolOrder', workerpool),
      requestorderHash: market.hashOf('RequestOrder', request),
    }
    for (const [name, value] of Object.entries(filters))
      expect((await market.get('/deals', { [name]: value })).body, name).toEqual({
        ok: true,
        count: 1,
        deals: [deal],
      })
    const shared = {
      app: market.app,
      appOwner: owner(0),
      workerpool: market.workerpool,
      requester: owner(2),
      category: '0',
    }
    for (const [name, value] of Object.entries(shared))
      expect((await market.get('/deals', { [name]: value })).body, name).toMatchObject({ count: 2 })
    expect((await market.get('/deals', { ...shared, beneficiary: owner(2) })).body).toMatchObject({
      count: 1,
    })
    expect((await market.get('/deals', { category: '1' })).body).toEqual({
      ok: true,
      count: 0,
      deals: [],
    })
  })

  it('adds a price to its category', async () => {
    await market.writer(1).deposit(100n)
    await market.writer(2).deposit(100n)
    for (const workerpoolprice of [7n, 5n]) {
      const workerpool = await market.poolOrder({ workerpoolprice, volume: 2n })
      const request = await market.request({ workerpoolmaxprice: 7n, volume: 2n })
      await market.match({ app: await market.appOrder({ volume: 2n }), workerpool, request })
    }
    const { deals } = (await market.get('/deals')).body as unknown as {
      deals: { blockTimestamp: string }[]
    }
    const [newer, older] = deals.map(({ blockTimestamp }) => blockTimestamp)
    expect((await market.get('/ohlc', { category: '0' })).body.ohlc).toEqual([
      [older, 7, 2],
      [newer, 5, 2],
    ])
  })
})

describe('an order', () => {
  it('that is closed while it is being published does not stay open', async () => {
    for (let i = 0; i < 8; i += 1) {
      const order = await market.appOrder()
      const published = market.publish('AppOrder', order).then(
        () => true,
        (error) => error.message.includes('order already consumed') || Promise.reject(error),
      )
      await Promise.all([published, market.cancel('AppOrder', order, 0)])
      expect(
        (await market.client.order('AppOrder', market.hashOf('AppOrder', order)))?.status,
      ).not.toBe('open')
    }
  })

  it.each(['AppOrder', 'DatasetOrder', 'WorkerpoolOrder', 'RequestOrder'] as const)(
    'of kind %s is canceled when its owner closes it',
    async (kind) => {
      if (kind === 'RequestOrder') await market.publish('AppOrder', await market.appOrder())
      const order = await {
        AppOrder: () => market.appOrder({ volume: 9n }),
        DatasetOrder: () => market.datasetOrder({ volume: 9n }),
        WorkerpoolOrder: () => market.poolOrder({ volume: 9n }),
        RequestOrder: () => market.request({ volume: 9n }),
      }[kind]()
      await market.publish(kind as OrderKind, order as OrderOf<OrderKind>)
      await market.cancel(kind, order, MAKERS[kind])
      expect(await market.fate(kind as OrderKind, order as OrderOf<OrderKind>)).toEqual([
        'canceled',
        0,
      ])
    },
  )

  it('dies with a change of the owner, and so do the requests that need it', async () => {
    const [mine, other] = [await market.appOrder(), await market.datasetOrder()]
    await market.publish('AppOrder', mine)
    await market.publish('DatasetOrder', other)
    const request = await market.request()
    await market.publish('RequestOrder', request)
    const [from, to] = [market.wallet(0).address, market.wallet(4).address]
    const { app: registry } = await market.hub.registries()
    const transfer = 'safeTransferFrom(address,address,uint256)'
    await market
      .writer(0)
      .send(interfaces.appRegistry(), registry, transfer, [from, to, BigInt(market.app)])
    await market.caughtUp()
    expect(await market.fate('AppOrder', mine)).toEqual(['dead', 1])
    expect(await market.fate('RequestOrder', request)).toEqual(['dead', 1])
    expect(await market.fate('DatasetOrder', other)).toEqual(['open', 1])
    const theirs = await market.appOrder({}, 4)
    await market.client.publish('AppOrder', theirs, market.wallet(4))
    expect(await market.fate('AppOrder', theirs)).toEqual(['open', 1])
  })
})

describe.each([bellecour, arbitrumSepolia])('money on $name', (profile) => {
  beforeEach(async () => {
    await market.close()
    market = await TestMarket.start({}, profile)
  })

  it('of a pool stays open when its own match locks the stake', async () => {
    const pool = market.wallet(1).address as Address
    const { stake } = await market.hub.viewAccount(pool)
    if (stake > 0n) await market.writer(1).withdraw(stake)
    await market.writer(1).deposit(60n)
    await market.writer(2).deposit(200n)
    const workerpool = await market.poolOrder({ workerpoolprice: 100n, volume: 2n })
    await market.publish('WorkerpoolOrder', workerpool)
    const request = await market.request({
      workerpool: market.workerpool,
      workerpoolmaxprice: 100n,
    })
    await market.match({ workerpool, request })
    expect(await market.fate('WorkerpoolOrder', workerpool)).toEqual(['open', 1])
  })

  it('that dies kills the orders that need it; they can be published again with it', async () => {
    const { stake } = await market.hub.viewAccount(market.wallet(1).address as Address)
    await market.writer(1).deposit(30n)
    const dear = await market.poolOrder({ workerpoolprice: ((stake + 30n) * 100n) / 30n })
    const free = await market.poolOrder()
    await market.publish('WorkerpoolOrder', dear)
    await market.publish('WorkerpoolOrder', free)
    await market.publish('AppOrder', await market.appOrder())
    await market.writer(2).deposit(10n)
    const request = await market.request({ appmaxprice: 10n })
    await market.publish('RequestOrder', request)
    await market.writer(1).withdraw(1n)
    await market.writer(2).withdraw(1n)
    await market.caughtUp()
    expect(await market.fate('WorkerpoolOrder', dear)).toEqual(['dead', 1])
    expect(await market.fate('RequestOrder', request)).toEqual(['dead', 1])
    expect(await market.fate('WorkerpoolOrder', free)).toEqual(['open', 1])
    expect((await market.client.find('WorkerpoolOrder', {})).map(({ order }) => order)).toEqual([
      free,
    ])
    await market.writer(1).deposit(1n)
    await market.publish('WorkerpoolOrder', dear)
    expect(await market.fate('WorkerpoolOrder', dear)).toEqual(['open', 1])
  })
})

describe('a request', () => {
  it('that was matched with an unpublished order is filled, though it had died with its offer', async () => {
    const [published, other] = [await market.datasetOrder(), await market.datasetOrder()]
    const request = await market.request({ dataset: market.dataset })
    await market.publish('AppOrder', await market.appOrder())
    await market.publish('DatasetOrder', published)
    await market.publish('RequestOrder', request)
    await market.cancel('DatasetOrder', published, 3)
    expect(await market.fate('RequestOrder', request)).toEqual(['dead', 1])
    await market.match({ dataset: other, request })
    expect(await market.fate('RequestOrder', request)).toEqual(['filled', 0])
  })
})

describe('categories', () => {
  it('exist from the start, shortest first, and can be filtered', async () => {
    const count = Number(await market.hub.countCategory())
    const { categories, ...rest } = (await market.get('/categories')).body as unknown as {
      categories: { catid: number; workClockTimeRef: number }[]
    }
    expect(rest).toEqual({ ok: true, count })
    const times = categories.map(({ workClockTimeRef }) => workClockTimeRef)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    const middle = String(times[1])
    const found = await market.get('/categories', {
      minWorkClockTimeRef: middle,
      maxWorkClockTimeRef: middle,
    })
    expect(found.body).toMatchObject({ count: times.filter((time) => time === times[1]).length })
    expect((await market.get('/categories/0')).body).toEqual({
      ok: true,
      chainId: 134,
      catid: 0,
      ...(await market.hub.viewCategory(0n)),
      workClockTimeRef: Number((await market.hub.viewCategory(0n))!.workClockTimeRef),
      transactionHash: expect.stringMatching(/^0x[\da-f]{64}$/),
      blockNumber: 0,
      blockTimestamp: expect.stringMatching(/Z$/),
    })
  })

  it('that are added appear with their transaction, and disappear when a snapshot reverts it', async () => {
    const catid = Number(await market.hub.countCategory())
    const snapshot = await market.rpc('evm_snapshot')
    const [owner] = await market.hub.call(interfaces.hub(), market.hub.hub, 'owner', [])
    await market.rpc('anvil_impersonateAccount', owner)
    const data = interfaces
      .hub()
      .encodeFunctionData('createCategory', ['long', 'for days', 1_000_000])
    const transaction = await market.rpc('eth_sendTransaction', {
      from: owner,
      to: market.hub.hub,
      data,
    })
    await market.caughtUp()
    expect((await market.get(`/categories/${catid}`)).body).toMatchObject({
      name: 'long',
      description: 'for days',
      workClockTimeRef: 1_000_000,
      transactionHash: transaction,
      blockNumber: await market.hub.blockNumber(),
    })
    await market.rpc('evm_revert', snapshot)
    await market.rpc('anvil_mine', 2)
    await market.caughtUp()
    expect((await market.get(`/categories/${catid}`)).status).toBe(404)
    expect((await market.get('/categories')).body).toMatchObject({ count: catid })
  })
})
