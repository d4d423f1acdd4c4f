import { expect } from 'chai'
import { Signature, ZeroHash } from 'ethers'
import { type Market, market } from './fixtures/market.ts'
import { domainOf, hashOf, kinds, makers, signedOrders } from './fixtures/orders.ts'
import { everySetup, titleOf } from './fixtures/setups.ts'
import { inOrder } from './fixtures/tasks.ts'

for (const setup of everySetup)
  describe(`Signatures of orders (${titleOf(setup)})`, () => {
    let at: Market
    beforeEach(async () => {
      at = await market(setup)
    })

    it('are for the domain of this hub on this chain', async () => {
      const { name, version, chainId, verifyingContract } = await domainOf(at)
      expect([name, version]).to.deep.equal(['iExecODB', '5.0.0'])
      expect(chainId).to.equal((await at.ethers.provider.getNetwork()).chainId)
      expect(verifyingContract).to.equal(await at.hub.getAddress())
    })

    for (const kind of kinds)
      it(`of the ${kind} kind are EIP-712 signatures of the order's hash`, async () => {
        const order = (await signedOrders(at))[kind]
        const hash = await hashOf(at, kind, order)
        const { people, hub } = at
        expect(await hub.verifySignature(people[makers[kind]], hash, order.sign)).to.equal(true)
        expect(await hub.verifySignature(people.stranger, hash, order.sign)).to.equal(false)
      })

    it('are 65 bytes, or 64 in compact form', async () => {
      const { request } = await signedOrders(at)
      const hash = await hashOf(at, 'request', request)
      const { compactSerialized } = Signature.from(request.sign as string)
      const { requester } = at.people
      expect(await at.hub.verifySignature(requester, hash, compactSerialized)).to.equal(true)
    })

    it('are not needed for an order that its maker signed on chain', async () => {
      const orders = await signedOrders(at)
      const request = { ...orders.request, sign: '0x' }
      await at.hub
        .connect(at.people.requester)
        .manageRequestOrder({ order: request, operation: 0, sign: '0x' })
      await expect(at.hub.matchOrders(...inOrder({ ...orders, request }))).to.emit(
        at.hub,
        'OrdersMatched',
      )
    })

    it('are invalid for a changed order', async () => {
      const orders = await signedOrders(at)
      for (const kind of kinds) {
        const changed = { ...orders, [kind]: { ...orders[kind], salt: ZeroHash } }
        await expect(at.hub.matchOrders(...inOrder(changed))).to.be.revertedWith(
          /^iExecV5-matchOrders-0x/,
        )
      }
    })
  })
