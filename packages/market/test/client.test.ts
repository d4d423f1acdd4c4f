import { createServer } from 'node:http'
import { ZERO_BYTES32 } from '@iexec-sim/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MarketClient } from '../src/client/index.ts'
import { TestMarket } from './support/market.ts'

let market: TestMarket
beforeAll(async () => {
  market = await TestMarket.start()
})
afterAll(() => market.close())

describe('a client of the market', () => {
  it('publishes, finds, reads and withdraws orders of all kinds', async () => {
    const { client } = market
    const app = await market.appOrder({ volume: 2n })
    const dataset = await market.datasetOrder()
    const pool = await market.poolOrder({ category: 3n })
    const request = await market.request({ params: '{"iexec_args":"ünïcode \\" 🚀"}' })
    const orders = [
      ['AppOrder', app, 0, { app: market.app }, market.app],
      ['DatasetOrder', dataset, 3, { dataset: market.dataset }, market.dataset],
      ['WorkerpoolOrder', pool, 1, { category: 3 }, market.workerpool],
      ['RequestOrder', request, 2, { category: 0 }, market.wallet(2).address],
    ] as const
    for (const [kind, order, wallet, filters] of orders) {
      const hash = await client.publish(kind, order as never, market.wallet(wallet))
      expect(hash).toBe(market.hashOf(kind, order as never))
      expect(await client.find(kind, filters)).toMatchObject([
        { orderHash: hash, order, remaining: Number(order.volume) },
      ])
      expect(await client.order(kind, hash)).toMatchObject({ order, status: 'open' })
    }
    for (const [kind, order, wallet, filters, resource] of [...orders].reverse()) {
      const withdrawn = await client.unpublish(
        kind,
        { last: resource as never },
        market.wallet(wallet),
      )
      expect(withdrawn).toEqual([market.hashOf(kind, order as never)])
      expect(await client.find(kind, filters)).toEqual([])
    }
  })

  it('throws the reason the market gives for a refusal', async () => {
    const { client } = market
    const order = await market.appOrder()
    await expect(client.publish('AppOrder', order, market.wallet(4))).rejects.toMatchObject({
      code: 'HTTP_FAILED',
      message: expect.stringContaining(
        `403: only order signer ${market.wallet(0).address} can publish an order`,
      ),
    })
    await expect(client.find('AppOrder', {})).rejects.toThrow('400: app or appOwner is required')
    expect(await client.order('AppOrder', ZERO_BYTES32)).toBeUndefined()
    const elsewhere = new MarketClient(`${market.url}/`, 1)
    await expect(elsewhere.order('AppOrder', ZERO_BYTES32)).rejects.toThrow(
      '400: chainId 1 is not supported',
    )
  })

  it('throws if the market is down, or the response is not JSON', async () => {
    const server = createServer((_request, response) => response.end('<html>'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const client = new MarketClient(`http://127.0.0.1:${port}`, 134)
    await expect(client.find('AppOrder', {})).rejects.toMatchObject({
      code: 'HTTP_FAILED',
      message: expect.stringContaining('no JSON'),
    })
    await new Promise((resolve) => server.close(resolve).closeAllConnections())
    await expect(client.find('AppOrder', {})).rejects.toMatchObject({ code: 'HTTP_UNREACHABLE' })
  })
})
