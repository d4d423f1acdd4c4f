import { expect } from 'chai'
import { ZeroHash } from 'ethers'
import { FUNDS, type Market, market, moneyOf } from './fixtures/market.ts'
import { type Changes, type Kind, kinds, makers, sign, signedOrders } from './fixtures/orders.ts'
import { everySetup, titleOf } from './fixtures/setups.ts'
import { dealIdOf, inOrder } from './fixtures/tasks.ts'

const tee = '0x0000000000000000000000000000000000000000000000000000000000000003'

/** Orders that do not go together, and the code the hub refuses them with. */
const broken: [why: string, changes: Changes, code: string][] = [
  ['another category', { workerpool: { category: 1 } }, '0x00'],
  ['more trust than the pool offers', { request: { trust: 11 } }, '0x02'],
  ['an app that is too expensive', { app: { appprice: 4 } }, '0x03'],
  ['a dataset that is too expensive', { dataset: { datasetprice: 3 } }, '0x04'],
  ['a workerpool that is too expensive', { workerpool: { workerpoolprice: 26 } }, '0x05'],
  ['a tag that the pool does not have', { request: { tag: tee } }, '0x06'],
]

for (const setup of everySetup)
  describe(`Matching (${titleOf(setup)})`, () => {
    let at: Market
    beforeEach(async () => {
      at = await market(setup)
    })
    const refusal = async (changes: Changes, reason: string) => {
      const orders = inOrder(await signedOrders(at, changes))
      await expect(at.hub.matchOrders(...orders)).to.be.revertedWith(reason)
    }

    it('makes a deal of four orders and locks the price and the stake of the pool', async () => {
      const orders = await signedOrders(at)
      const deal = await dealIdOf(at, orders)
      expect(await at.hub.matchOrders.staticCall(...inOrder(orders))).to.equal(deal)
      await expect(at.hub.matchOrders(...inOrder(orders))).to.emit(at.hub, 'OrdersMatched')
      expect(await moneyOf(at, 'requester')).to.deep.equal({ free: FUNDS - 30n, locked: 30n })
      expect(await moneyOf(at, 'poolOwner')).to.deep.equal({ free: FUNDS - 7n, locked: 7n })
      const { app, dataset, workerpool, botSize, workerStake, schedulerRewardRatio } =
        await at.hub.viewDeal(deal)
      expect([app.price, dataset.price, workerpool.price]).to.deep.equal([3n, 2n, 25n])
      expect([botSize, workerStake, schedulerRewardRatio]).to.deep.equal([1n, 8n, 5n])
    })

    for (const [why, changes, code] of broken)
      it(`refuses ${why}`, () => refusal(changes, `iExecV5-matchOrders-${code}`))

    for (const kind of kinds)
      it(`refuses a ${kind} order that ${kind === 'request' ? 'another' : 'another than its owner'} signed`, async () => {
        const orders = await signedOrders(at)
        const { sign: _, ...unsigned } = orders[kind]
        const changed = { ...orders, [kind]: await sign(at, kind, unsigned, 'stranger') }
        await expect(at.hub.matchOrders(...inOrder(changed))).to.be.revertedWith(
          /^iExecV5-matchOrders-0x/,
        )
      })

    it('uses up a request in parts, as far as the other orders go', async () => {
      const orders = await signedOrders(at, { request: { volume: 5 }, workerpool: { volume: 3 } })
      await at.hub.matchOrders(...inOrder(orders))
      const other = await signedOrders(at)
      await at.hub.matchOrders(...inOrder({ ...other, request: orders.request }))
      const parts = [await dealIdOf(at, orders), await dealIdOf(at, orders, 3)]
      const deals = await Promise.all(parts.map((deal) => at.hub.viewDeal(deal)))
      expect(deals.map(({ botFirst, botSize }) => [botFirst, botSize])).to.deep.equal([
        [0n, 3n],
        [3n, 2n],
      ])
      await expect(
        at.hub.matchOrders(...inOrder({ ...other, request: orders.request })),
      ).to.be.revertedWith('iExecV5-matchOrders-0x60')
    })

    it('lets a sponsor pay in place of the requester', async () => {
      const orders = await signedOrders(at)
      await at.hub.connect(at.people.sponsor).sponsorMatchOrders(...inOrder(orders))
      expect(await moneyOf(at, 'sponsor')).to.deep.equal({ free: FUNDS - 30n, locked: 30n })
      expect(await moneyOf(at, 'requester')).to.deep.equal({ free: FUNDS, locked: 0n })
    })

    it('refuses an order that its maker has closed', async () => {
      const orders = await signedOrders(at)
      const manage: Record<
        Kind,
        'manageAppOrder' | 'manageDatasetOrder' | 'manageWorkerpoolOrder' | 'manageRequestOrder'
      > = {
        app: 'manageAppOrder',
        dataset: 'manageDatasetOrder',
        workerpool: 'manageWorkerpoolOrder',
        request: 'manageRequestOrder',
      }
      for (const kind of kinds) {
        const restore = await at.networkHelpers.takeSnapshot()
        const close = { order: orders[kind], operation: 1, sign: '0x' }
        await at.hub.connect(at.people[makers[kind]])[manage[kind]](close)
        await expect(at.hub.matchOrders(...inOrder(orders))).to.be.revertedWith(
          'iExecV5-matchOrders-0x60',
        )
        await restore.restore()
      }
    })

    it('refuses a request without tasks left', () =>
      refusal({ request: { volume: 0, tag: ZeroHash } }, 'iExecV5-matchOrders-0x60'))
  })
