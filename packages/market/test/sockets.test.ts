import { createServer, request } from 'node:http'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestMarket } from './support/market.ts'

let market: TestMarket
beforeAll(async () => {
  market = await TestMarket.start()
})
afterAll(() => market.close())

describe('socket.io at /ws', () => {
  it.each(['polling', 'websocket'])('tells over %s what becomes of orders', async (transport) => {
    const { told, next } = await market.listen('orders', { transports: [transport] })
    const order = await market.appOrder({ volume: 2n })
    const hash = await market.client.publish('AppOrder', order, market.wallet(0))
    const updated = next('apporder_updated')
    await market.match({ app: order })
    await updated
    const gone = next('apporder_unpublished')
    await market.match({ app: order })
    await gone
    const record = (await market.get(`/apporders/${hash}`)).body
    const { ok: _, chainId: __, ...bare } = { ...record, status: 'open' } as Record<string, unknown>
    expect(told).toEqual([
      ['apporder_published', { ...bare, remaining: 2 }],
      ['apporder_updated', { ...bare, remaining: 1 }],
      ['apporder_unpublished', hash],
    ])
  })

  it('announces orders and deals, each to its own channel', async () => {
    const orders = await market.listen('orders')
    const deals = await market.listen('deals')
    const made = deals.next('deal_created')
    const { dealId } = await market.match({})
    expect(await made).toEqual(expect.objectContaining({ dealid: dealId, chainId: 134 }))
    const withdrawn = orders.next('apporder_unpublished')
    const hash = await market.client.publish('AppOrder', await market.appOrder(), market.wallet(0))
    await market.client.unpublish('AppOrder', { orderHash: hash }, market.wallet(0))
    await withdrawn
    expect(deals.told.map(([name]) => name)).toEqual(['deal_created'])
    expect(orders.told.map(([name]) => name)).toEqual([
      'apporder_published',
      'apporder_unpublished',
    ])
  })

  it.each([
    [{ chainId: 134, topic: 'orders' }, true],
    [{ chainId: '134', topic: 'deals' }, true],
    [{ chainId: 1, topic: 'orders' }, false],
    [{ chainId: 134, topic: 'secrets' }, false],
    [null, false],
    [{ chainId: 134, topic: ['orders'] }, false],
    [{ chainId: { toString: 1, valueOf: 1 }, topic: 'orders' }, false],
    [{ chainId: 134, topic: { toString: 1 } }, false],
    ['orders', false],
  ])('answers to join %j with %j', async (asked, answer) => {
    const socket = io(market.url, { path: '/ws', forceNew: true })
    try {
      expect(await socket.emitWithAck('join', asked)).toBe(answer)
    } finally {
      socket.disconnect()
    }
  })

  it.each([
    ['polling', { origin: 'https://evil.example' }],
    ['polling', { host: 'evil.example' }],
    ['websocket', { origin: 'https://evil.example' }],
    ['websocket', { host: 'evil.example' }],
  ])('refuses over %s one of %j', async (transport, foreign) => {
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' }
    const headers =
      transport === 'websocket'
        ? { ...upgrade, 'sec-websocket-key': 'MDEyMzQ1Njc4OWFiY2RlZg==' }
        : {}
    const open = (more: object) =>
      new Promise<number>((resolve, reject) => {
        const path = `/ws/?EIO=4&transport=${transport}`
        const asked = request({
          port: market.door.port,
          host: '127.0.0.1',
          path,
          headers: { ...headers, ...more },
        })
        const done = (response: { statusCode?: number | undefined }) => {
          resolve(response.statusCode!)
          asked.destroy()
        }
        asked.once('response', done).once('upgrade', done).once('error', reject).end()
      })
    expect(await open({})).toBe(transport === 'polling' ? 200 : 101)
    expect(await open(foreign)).toBeGreaterThanOrEqual(400)
  })

  it('is served by every listener of the routes, including TLS', async () => {
    const { app } = market.door
    const other = createServer((request, response) => app.routing(request, response))
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as { port: number }
    const socket = io(`http://127.0.0.1:${port}`, {
      path: '/ws',
      forceNew: true,
      transports: ['polling'],
    })
    try {
      expect(await socket.emitWithAck('join', { chainId: 134, topic: 'orders' })).toBe(true)
    } finally {
      socket.disconnect()
      other.close()
      other.closeAllConnections()
    }
  })

  it('ends when the market closes', async () => {
    const own = await TestMarket.start()
    const { next } = await own.listen('orders')
    const ended = next('disconnect')
    await Promise.all([ended, own.close()])
  })
})
