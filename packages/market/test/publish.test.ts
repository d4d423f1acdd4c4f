import { type Address, type OrderKind, type OrderOf, ZERO_BYTES32 } from '@iexec-sim/protocol'
import { describe, expect, it } from 'vitest'
import type { Answer } from './support/market.ts'
import {
  accepted,
  app,
  data,
  MOST,
  market,
  pool,
  refused,
  request,
  useMarket,
} from './support/publishing.ts'

useMarket()

describe('publishing', () => {
  it.each([
    ['AppOrder', 'apporders', 0, () => market.appOrder({ appprice: 7n })],
    ['DatasetOrder', 'datasetorders', 3, () => market.datasetOrder()],
    ['WorkerpoolOrder', 'workerpoolorders', 1, () => market.poolOrder({ trust: 5n, category: 2n })],
  ] as const)('stores an %s and returns its record', async (kind, path, wallet, sign) => {
    const order = await sign()
    const record = {
      orderHash: market.hashOf(kind as OrderKind, order as OrderOf<OrderKind>),
      chainId: 134,
      remaining: 1,
      status: 'open',
      publicationTimestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      signer: market.wallet(wallet).address,
      order: JSON.parse(
        JSON.stringify(order, (_key, value) => (typeof value === 'bigint' ? Number(value) : value)),
      ),
    }
    const { status, body } = await market.send('POST', `/${path}`, { order }, market.wallet(wallet))
    expect({ status, body }).toEqual({ status: 200, body: { ok: true, published: record } })
    const bulk = kind === 'DatasetOrder' ? { bulk: false } : {}
    expect((await market.get(`/${path}/${record.orderHash}`)).body).toEqual({
      ok: true,
      ...record,
      ...bulk,
    })
  })

  it('keeps amounts up to 2^53 - 1', async () => {
    const order = await market.appOrder({
      volume: BigInt(Number.MAX_SAFE_INTEGER),
      appprice: 2n ** 53n - 1n,
    })
    await accepted(app(order))
    const kept = await market.client.order('AppOrder', market.hashOf('AppOrder', order))
    expect(kept).toMatchObject({ order, remaining: Number.MAX_SAFE_INTEGER })
    expect(await market.client.find('AppOrder', { app: market.app })).toMatchObject([{ order }])
  })

  it('takes amounts as text, and addresses in any letter case', async () => {
    const order = await market.appOrder({ volume: 12n })
    await accepted(app({ ...order, volume: '12', app: order.app.toLowerCase() }))
    const kept = await market.client.order('AppOrder', market.hashOf('AppOrder', order))
    expect(kept?.order).toEqual(order)
  })

  it.each([
    ['no order', undefined, 'order is a required field'],
    ['a list', [], 'order is a required field'],
    ['a missing field', { app: undefined }, 'order.app is a required field'],
    ['a name for an address', { app: 'app.eth' }, 'order.app app.eth is not a valid address'],
    [
      'a wrong checksum',
      { app: '0x3eca1B216A7DF1C7689aEb259fFB83ADFB894E7F' },
      expect.stringContaining('not a valid'),
    ],
    ['a negative price', { appprice: -1 }, 'order.appprice -1 is not a valid amount'],
    ['half a task', { volume: 0.5 }, 'order.volume 0.5 is not a valid amount'],
    [
      'more than 2^53 - 1',
      { volume: '9007199254740992' },
      expect.stringContaining('not a valid amount'),
    ],
    [
      'an object for an address',
      { app: { toString: 1 } },
      'order.app an object is not a valid address',
    ],
    ['a list for an amount', { volume: [1] }, 'order.volume a list is not a valid amount'],
    [
      'an object for a signature',
      { sign: { toString: 1 } },
      'order.sign an object is not a valid text',
    ],
    ['a short tag', { tag: '0x01' }, 'order.tag 0x01 is not a valid bytes32'],
  ])('refuses %s', async (_what, change, error) => {
    const order = await market.appOrder()
    const sent = change === undefined || Array.isArray(change) ? change : { ...order, ...change }
    expect(await app(sent)).toEqual(refused(400, error))
  })

  it('refuses deeply nested lists', async () => {
    const body = `{"order":{"app":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`
    expect(await market.send('POST', '/apporders', body, market.wallet(0))).toEqual(
      refused(400, 'the body nests deeper than 64'),
    )
  })

  it('refuses parameters that are not UTF-8', async () => {
    const order = { ...(await market.request()), params: 'half a pair: \ud800' }
    expect(await request(order)).toEqual(
      refused(400, expect.stringMatching(/^order.params .* is not a valid text$/)),
    )
  })

  it('refuses an order that is published already', async () => {
    const order = await market.appOrder()
    await accepted(app(order))
    expect(await app(order)).toEqual(refused(403, 'order already published'))
  })

  it('refuses an asset that is not deployed', async () => {
    const order = await market.appOrder({ app: market.dataset })
    expect(await app(order)).toEqual(refused(403, 'Resource not deployed'))
    const nothing = await market.appOrder({ app: market.wallet(4).address as Address })
    expect(await app(nothing)).toEqual(refused(403, 'Resource not deployed'))
  })

  it('refuses signers other than the owner or the requester', async () => {
    const owner = market.wallet(0).address
    const error = `only order signer ${owner} can publish an order`
    expect(await app(await market.appOrder(), 4)).toEqual(refused(403, error))
    const requester = market.wallet(2).address
    const other = `only order signer ${requester} can publish an order`
    expect(await request(await market.request(), 4)).toEqual(refused(403, other))
  })

  it.each([
    ["another's", async () => (await market.appOrder({}, 4)).sign],
    ['no hex', async () => 'sign'],
    ['too short', async () => '0x1234'],
    ['none', async () => '0x'],
  ])('refuses a signature that is %s', async (_what, sign) => {
    const order = { ...(await market.appOrder()), sign: await sign() }
    expect(await app(order)).toEqual(refused(403, 'invalid sign'))
  })

  it('refuses an order that was changed after it was signed', async () => {
    const order = { ...(await market.appOrder()), appprice: 1n }
    expect(await app(order)).toEqual(refused(403, 'invalid sign'))
  })

  it('keeps to the limit for orders at once', async () => {
    const wallet = market.wallet(0)
    const asked: Promise<Answer>[] = []
    let last = ''
    while (asked.length < 2 * MOST) {
      const authorization = await market.authorization(wallet)
      // The same again means that the one before has not arrived yet.
      if (authorization === last) continue
      last = authorization
      asked.push(
        market.send('POST', '/apporders', { order: await market.appOrder() }, authorization),
      )
    }
    const answers = await Promise.all(asked)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(MOST)
  })

  it('refuses more open orders than a wallet may have', async () => {
    const wallet = market.wallet(0)
    for (let i = 0; i < MOST; i += 1) await accepted(app(await market.appOrder()))
    const error = `maximum of ${MOST} published open apporder has been reached for wallet ${wallet.address}`
    expect(await app(await market.appOrder())).toEqual(refused(403, error))
    await market.client.unpublish('AppOrder', { last: market.app }, wallet)
    await accepted(app(await market.appOrder()))
    await accepted(data(await market.datasetOrder()))
  })

  it('refuses an order that was used up or closed', async () => {
    const used = await market.appOrder()
    await market.match({ app: used })
    expect(await app(used)).toEqual(refused(403, 'order already consumed'))
    const closed = await market.poolOrder()
    await market.cancel('WorkerpoolOrder', closed, 1)
    expect(await pool(closed)).toEqual(refused(403, 'order already consumed'))
    expect(await app(await market.appOrder({ volume: 0n }))).toEqual(
      refused(403, 'order already consumed'),
    )
  })

  it('counts the remaining volume of an order that was used before', async () => {
    const order = await market.appOrder({ volume: 3n })
    await market.match({ app: order })
    expect((await app(order)).body.published).toMatchObject({ remaining: 2, status: 'open' })
  })

  it('asks the pool owner for 30 percent of the price of each task, rounded down', async () => {
    const { stake } = await market.hub.viewAccount(market.wallet(1).address as Address)
    if (stake > 0n) await market.writer(1).withdraw(stake)
    await market.writer(1).deposit(58n)
    const volume = 2n
    const error = "workerpool owner's stake is too low to cover required workerpool lock"
    expect(await pool(await market.poolOrder({ workerpoolprice: 100n, volume }))).toEqual(
      refused(403, error),
    )
    await accepted(pool(await market.poolOrder({ workerpoolprice: 99n, volume })))
  })

  it('asks the requester for the full price of the order', async () => {
    await accepted(app(await market.appOrder()))
    await accepted(data(await market.datasetOrder()))
    const { stake } = await market.hub.viewAccount(market.wallet(2).address as Address)
    const price = stake + 1n
    const prices = { appmaxprice: price, workerpoolmaxprice: 2n, volume: 2n }
    const error = (cost: bigint) =>
      `requester stake is too low to cover requestorder payment, minimum stake required is ${cost} nRLC`
    const bare = await market.request(prices)
    expect(await request(bare)).toEqual(refused(403, error((price + 2n) * 2n)))
    const full = await market.request({ ...prices, dataset: market.dataset, datasetmaxprice: 4n })
    expect(await request(full)).toEqual(refused(403, error((price + 6n) * 2n)))
  })
})

describe('withdrawing', () => {
  const put = (body: unknown, wallet = 0, path = '/apporders') =>
    market.send('PUT', path, body, market.wallet(wallet))
  const publish = async (fields = {}) => {
    const order = await market.appOrder(fields)
    await accepted(app(order))
    return market.hashOf('AppOrder', order)
  }
  const open = async () =>
    (await market.client.find('AppOrder', { app: market.app })).map(({ orderHash }) => orderHash)

  it('withdraws one order by its hash, which is the default, and forgets it', async () => {
    const [first, second] = [await publish(), await publish()]
    expect(await put({ orderHash: first })).toEqual({
      status: 200,
      body: { ok: true, unpublished: [first] },
    })
    expect(await open()).toEqual([second])
    expect(await market.client.order('AppOrder', first)).toBeUndefined()
  })

  it('withdraws the newest or all orders for an asset', async () => {
    const [first, second, third] = [await publish(), await publish(), await publish()]
    expect((await put({ target: 'unpublish_last', app: market.app })).body.unpublished).toEqual([
      third,
    ])
    expect((await put({ target: 'unpublish_all', app: market.app })).body.unpublished).toEqual([
      first,
      second,
    ])
    expect(await open()).toEqual([])
  })

  it('finds an order only by its whole hash', async () => {
    const hash = await publish()
    expect(
      (await market.get(`/apporders/${hash.toUpperCase().replace('X', 'x')}`)).body,
    ).toMatchObject({
      orderHash: hash,
    })
    for (const other of [`zz${hash.slice(2)}`, `${hash}zz`, hash.slice(2), hash.slice(0, -2)])
      expect(await market.get(`/apporders/${other}`), other).toEqual(
        refused(404, 'apporder not found'),
      )
  })

  it('accepts a withdrawn order again', async () => {
    const order = await market.appOrder()
    await accepted(app(order))
    await accepted(put({ orderHash: market.hashOf('AppOrder', order) }))
    await accepted(app(order))
  })

  it('refuses orders that are not published, and those of others', async () => {
    const hash = await publish()
    const none = `apporder with orderHash ${ZERO_BYTES32} is not published`
    expect(await put({ orderHash: ZERO_BYTES32 })).toEqual(refused(403, none))
    const { address } = market.wallet(0)
    const other = `only order signer ${address} can unpublish an order`
    expect(await put({ orderHash: hash }, 4)).toEqual(refused(403, other))
    const stranger = market.wallet(4).address
    const nothing = `no open apporder published by signer ${stranger} for app ${market.app}`
    expect(await put({ target: 'unpublish_all', app: market.app }, 4)).toEqual(
      refused(403, nothing),
    )
    expect(await put({ target: 'unpublish_last', app: market.app }, 4)).toEqual(
      refused(403, nothing),
    )
    expect(await open()).toEqual([hash])
    const requester = { target: 'unpublish_last', requester: stranger }
    const noRequest = `no open requestorder published by signer ${stranger} for requester ${stranger}`
    expect(await put(requester, 4, '/requestorders')).toEqual(refused(403, noRequest))
  })

  it.each([
    [
      { target: 'unpublish_some' },
      /^target must be one of the following values: unpublish_orderHash,/,
    ],
    [{}, /^orderHash is a required field$/],
    [{ orderHash: { toString: 1 } }, /^orderHash an object is not a valid bytes32$/],
    [{ target: { toString: 1 } }, /^target must be one of/],
    [
      { target: 'unpublish_all', app: { toString: 1 } },
      /^app an object is not a valid ethereum address$/,
    ],
    [{ orderHash: '0x12' }, /^orderHash 0x12 is not a valid bytes32$/],
    [{ target: 'unpublish_all' }, /^app is a required field$/],
    [{ target: 'unpublish_last', app: 'all' }, /^app all is not a valid ethereum address$/],
  ])('refuses %j', async (body, error) => {
    expect(await put(body)).toEqual(refused(400, expect.stringMatching(error)))
  })
})
