import { expect } from 'chai'
import { Contract, namehash } from 'ethers'
import { ensRegistryAbi, publicResolverAbi, voucherAbi, voucherHubAbi } from '../src/index.ts'
import type { ContractOf } from './fixtures/contract-of.ts'
import { type Market, market, WEI_PER_NRLC } from './fixtures/market.ts'
import { signedOrders } from './fixtures/orders.ts'
import { everySetup, titleOf } from './fixtures/setups.ts'
import { inOrder } from './fixtures/tasks.ts'

const hub = 'core.v5.iexec.eth'

// Names and vouchers stand beside the hub of the native network, of any protocol.
for (const setup of everySetup.filter(({ mode }) => mode === 'native')) {
  let at: Market
  const contract = <Abi extends readonly string[]>(address: string, abi: Abi) =>
    new Contract(address, abi, at.people.owner) as unknown as ContractOf<Abi>

  describe(`Names (${titleOf(setup)})`, () => {
    beforeEach(async () => {
      at = await market(setup)
    })

    it('resolve the hub', async () => {
      const { registry, resolver } = at.genesis.addresses.ens!
      const names = contract(registry, ensRegistryAbi)
      expect(await names.resolver(namehash(hub))).to.equal(resolver)
      const resolved = new Contract(resolver, publicResolverAbi, at.people.owner).getFunction(
        'addr(bytes32)',
      )
      expect(await resolved(namehash(hub))).to.equal(await at.hub.getAddress())
    })

    it('are created only by the owner of the name above', async () => {
      const names = contract(at.genesis.addresses.ens!.registry, ensRegistryAbi)
      const { stranger, owner } = at.people
      const child = [namehash('iexec.eth'), namehash('child'), stranger] as const
      await expect(names.connect(stranger).setSubnodeOwner(...child)).to.revert(at.ethers)
      await expect(names.connect(owner).setSubnodeOwner(...child)).not.to.revert(at.ethers)
    })
  })

  describe(`Vouchers (${titleOf(setup)})`, () => {
    beforeEach(async () => {
      at = await market(setup)
    })

    it('pay for eligible assets, and the requester for the others', async () => {
      const { people, app, workerpool, genesis } = at
      const vouchers = contract(genesis.addresses.voucherHub!, voucherHubAbi)
      const type = await vouchers.getVoucherTypeCount()
      await vouchers.createVoucherType('test', 86_400)
      for (const asset of [app, workerpool]) await vouchers.addEligibleAsset(type, asset)
      await at.hub.connect(people.owner).depositFor(vouchers, { value: 100n * WEI_PER_NRLC })
      await vouchers.createVoucher(people.requester, type, 100)
      const voucher = contract(await vouchers.getVoucher(people.requester), voucherAbi).connect(
        people.requester,
      )
      await at.hub.connect(people.requester).approve(voucher, 2)
      await voucher.matchOrders(...inOrder(await signedOrders(at)))
      expect(await voucher.getBalance()).to.equal(72n)
      expect(await at.hub.balanceOf(people.requester)).to.equal(998n)
    })
  })
}
