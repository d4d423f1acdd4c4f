import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { interfaces } from '@iexec-sim/chain/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TestMarket } from './support/market.ts'

let market: TestMarket
beforeEach(async () => {
  market = await TestMarket.start()
})
afterEach(() => market.close())

describe('a chain that is reverted', () => {
  it('reopens orders and removes deals', async () => {
    const app = await market.appOrder({ volume: 2n })
    const closed = await market.poolOrder()
    await market.publish('AppOrder', app)
    await market.publish('WorkerpoolOrder', closed)
    await market.match({ app })
    const snapshot = await market.rpc('evm_snapshot')
    const { dealId } = await market.match({ app })
    await market.cancel('WorkerpoolOrder', closed, 1)
    expect(await market.fate('AppOrder', app)).toEqual(['filled', 0])
    const { told, next } = await market.listen('orders')
    const again = next('workerpoolorder_published')
    await market.rpc('evm_revert', snapshot)
    await market.rpc('evm_mine')
    await again
    await market.caughtUp()
    expect(await market.fate('AppOrder', app)).toEqual(['open', 1])
    expect(await market.fate('WorkerpoolOrder', closed)).toEqual(['open', 1])
    expect((await market.get(`/deals/${dealId}`)).status).toBe(404)
    expect((await market.get('/deals')).body).toMatchObject({ count: 1 })
    expect(told.map(([name]) => name)).toEqual(['apporder_published', 'workerpoolorder_published'])
  })

  it('removes orders whose asset or money is gone', async () => {
    const snapshot = await market.rpc('evm_snapshot')
    const app = await market.appOrder({ app: await market.newApp('short-lived') })
    const old = await market.appOrder()
    await market.writer(2).deposit(10n)
    const request = await market.request({ appmaxprice: 10n })
    await market.publish('AppOrder', app)
    await market.publish('AppOrder', old)
    await market.publish('RequestOrder', request)
    const { next } = await market.listen('orders')
    const gone = next('requestorder_unpublished')
    await market.rpc('evm_revert', snapshot)
    await market.rpc('evm_mine')
    await gone
    expect(await market.fate('AppOrder', app)).toEqual(['dead', 1])
    expect(await market.fate('AppOrder', old)).toEqual(['open', 1])
    expect(await market.fate('RequestOrder', request)).toEqual(['dead', 1])
  })
})

describe('a market that restarts', () => {
  let dir: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'market-'))
    await market.shut()
    await market.open({ dir })
  })
  afterEach(() => rm(dir, { recursive: true }))

  it('handles the events it missed before it answers', async () => {
    const [app, closed, stays] = [
      await market.appOrder({ volume: 2n }),
      await market.poolOrder(),
      await market.datasetOrder(),
    ]
    await market.publish('AppOrder', app)
    await market.publish('WorkerpoolOrder', closed)
    await market.publish('DatasetOrder', stays)
    await market.shut()
    const operation = { order: closed, operation: 1, sign: '0x' }
    await market
      .writer(1)
      .send(interfaces.hub(), market.hub.hub, 'manageWorkerpoolOrder', [operation])
    const matched = {
      app,
      dataset: await market.datasetOrder(),
      workerpool: await market.poolOrder(),
    }
    await market
      .writer(2)
      .matchOrders({ ...matched, request: await market.request({ dataset: market.dataset }) })
    await market.open({ dir })
    expect(await market.fate('AppOrder', app)).toEqual(['open', 1])
    expect(await market.fate('WorkerpoolOrder', closed)).toEqual(['canceled', 0])
    expect(await market.fate('DatasetOrder', stays)).toEqual(['open', 1])
    expect((await market.get('/deals')).body).toMatchObject({ count: 1 })
  })

  it('notices a revert to before its start, and announces no deal twice', async () => {
    const closed = await market.poolOrder()
    await market.publish('WorkerpoolOrder', closed)
    const kept = await market.match({})
    const snapshot = await market.rpc('evm_snapshot')
    const lost = await market.match({})
    await market.cancel('WorkerpoolOrder', closed, 1)
    await market.shut()
    await market.open({ dir })
    expect(await market.fate('WorkerpoolOrder', closed)).toEqual(['canceled', 0])
    const { told, next } = await market.listen('deals')
    await market.rpc('evm_revert', snapshot)
    const made = next('deal_created')
    const { dealId } = await market.match({})
    await made
    expect(await market.fate('WorkerpoolOrder', closed)).toEqual(['open', 1])
    expect(told.map(([, deal]) => (deal as { dealid: string }).dealid)).toEqual([dealId])
    expect((await market.get(`/deals/${kept.dealId}`)).status).toBe(200)
    expect((await market.get(`/deals/${lost.dealId}`)).status).toBe(404)
  })

  it.each([0, 5])('notices that the chain is another one, %i blocks longer', async (blocks) => {
    const snapshot = await market.rpc('evm_snapshot')
    const app = await market.appOrder({ app: await market.newApp('short-lived') })
    await market.publish('AppOrder', app)
    await market.match({})
    await market.shut()
    await market.rpc('evm_revert', snapshot)
    if (blocks > 0) await market.rpc('anvil_mine', blocks)
    await market.open({ dir })
    expect(await market.fate('AppOrder', app)).toEqual(['dead', 1])
    expect((await market.get('/deals')).body).toMatchObject({ count: 0 })
    await market.match({})
    expect((await market.get('/deals')).body).toMatchObject({ count: 1 })
  })
})
