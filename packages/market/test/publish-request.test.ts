import { type Address, encodeTag, ZERO_ADDRESS } from '@iexec-sim/protocol'
import { describe, expect, it } from 'vitest'
import { accepted, app, data, market, refused, request, useMarket } from './support/publishing.ts'

useMarket()

describe('publishing a request', () => {
  const noApp = (tee = '') => `No ${tee}apporder published for app ${market.app}`

  it('needs an app order it can be matched with', async () => {
    expect(await request(await market.request())).toEqual(refused(403, noApp()))
    await accepted(
      app(await market.appOrder({ requesterrestrict: market.wallet(4).address as Address })),
    )
    expect(await request(await market.request())).toEqual(refused(403, noApp()))
    await accepted(
      app(await market.appOrder({ requesterrestrict: market.wallet(2).address as Address })),
    )
    await accepted(request(await market.request()))
  })

  it('needs a TEE app order when its tag says TEE', async () => {
    const tag = encodeTag('tee,scone')
    await accepted(app(await market.appOrder()))
    expect(await request(await market.request({ tag }))).toEqual(
      refused(403, noApp('tee enabled ')),
    )
    await accepted(app(await market.appOrder({ tag })))
    await accepted(request(await market.request({ tag })))
  })

  it('pays at least the best price', async () => {
    await market.writer(2).deposit(100n)
    await accepted(app(await market.appOrder({ appprice: 9n })))
    await accepted(app(await market.appOrder({ appprice: 8n })))
    const low = `appmaxprice for app ${market.app} is too low, actual best price is 8 nRLC`
    expect(await request(await market.request({ appmaxprice: 7n }))).toEqual(refused(403, low))
    const { dataset } = market
    const prices = { appmaxprice: 8n, dataset }
    const none = `No datasetorder published for dataset ${dataset}`
    expect(await request(await market.request(prices))).toEqual(refused(403, none))
    await accepted(data(await market.datasetOrder({ datasetprice: 5n })))
    const dear = `datasetmaxprice for dataset ${dataset} is too low, actual best price is 5 nRLC`
    expect(await request(await market.request({ ...prices, datasetmaxprice: 4n }))).toEqual(
      refused(403, dear),
    )
    await accepted(request(await market.request({ ...prices, datasetmaxprice: 5n })))
    await market.writer(2).withdraw(100n)
  })

  it('ignores dataset orders for other apps', async () => {
    await accepted(app(await market.appOrder()))
    await accepted(data(await market.datasetOrder({ apprestrict: market.workerpool })))
    const { dataset } = market
    const none = `No datasetorder published for dataset ${dataset}`
    expect(await request(await market.request({ dataset }))).toEqual(refused(403, none))
  })

  it('fits app orders for a certain pool only if it names that pool', async () => {
    await accepted(app(await market.appOrder({ workerpoolrestrict: market.workerpool })))
    expect(await request(await market.request({ workerpool: ZERO_ADDRESS }))).toEqual(
      refused(403, noApp()),
    )
    await accepted(request(await market.request({ workerpool: market.workerpool })))
  })

  it('dies with the only offer it could be matched with', async () => {
    const only = await market.appOrder()
    await accepted(app(only))
    const order = await market.request()
    await accepted(request(order))
    const kept = () => market.client.order('RequestOrder', market.hashOf('RequestOrder', order))
    await market.client.unpublish(
      'AppOrder',
      { orderHash: market.hashOf('AppOrder', only) },
      market.wallet(0),
    )
    expect(await kept()).toMatchObject({ status: 'dead', remaining: 1 })
    expect((await market.get('/requestorders', { category: '0' })).body).toMatchObject({
      count: 0,
      orders: [],
    })
    await accepted(app(await market.appOrder()))
    await accepted(request(order))
    expect(await kept()).toMatchObject({ status: 'open' })
  })

  it('lives on as long as another offer fits', async () => {
    const first = await market.appOrder()
    await accepted(app(first))
    await accepted(app(await market.appOrder()))
    const order = await market.request()
    await accepted(request(order))
    await market.client.unpublish(
      'AppOrder',
      { orderHash: market.hashOf('AppOrder', first) },
      market.wallet(0),
    )
    const kept = await market.client.order('RequestOrder', market.hashOf('RequestOrder', order))
    expect(kept?.status).toBe('open')
  })
})
