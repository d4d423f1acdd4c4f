import type { Address, OrderKind, OrderOf } from '@iexec-sim/protocol'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { TestMarket } from './support/market.ts'

let market: TestMarket
beforeAll(async () => {
  market = await TestMarket.start({ maxOpenOrdersPerWallet: 3 })
})
afterAll(() => market.close())
afterEach(async () => {
  for (const [kind, wallet] of [
    ['RequestOrder', 2],
    ['AppOrder', 0],
    ['DatasetOrder', 3],
    ['WorkerpoolOrder', 1],
  ] as const) {
    const all = {
      AppOrder: market.app,
      DatasetOrder: market.dataset,
      WorkerpoolOrder: market.workerpool,
      RequestOrder: market.wallet(2).address,
    }
    await market.client.unpublish(kind, { all: all[kind] as Address }, market.wallet(wallet)).catch(() => {})
  }
})

const refused = (status: number, error: string) => ({ status, body: { ok: false, error } })
const STRANGER = 4

describe('publishing', () => {
  it.each([
    ['AppOrder', 'apporders', 0, () => market.appOrder()],
    ['DatasetOrder', 'datasetorders', 3, () => market.datasetOrder()],
    ['WorkerpoolOrder', 'workerpoolorders', 1, () => market.poolOrder()],
  ] as const)('answers the record of an %s and keeps it', async (kind, path, wallet, sign) => {
    const order = await sign()
    const { status, body } = await market.send('POST', `/${path}`, { order }, market.wallet(wallet))
    expect(status).toBe(200)
    const record = {
      orderHash: market.hashOf(kind as OrderKind, order as OrderOf<OrderKind>),
      chainId: 134,
      remaining: 1,
      status: 'open',
      publicationTimestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      signer: market.wallet(wallet).address,
      order: { ...order, ...JSON.parse(JSON.stringify(order, (_k, v) => (typeof v === 'bigint' ? Number(v) : v))) },
    }
    expect(body).toEqual({ ok: true, published: record })
    const bulk = kind === 'DatasetOrder' ? { bulk: false } : {}
    expect((await market.get(`/${path}/${record.orderHash}`)).body).toEqual({ ok: true, ...record, ...bulk })
  })
})
