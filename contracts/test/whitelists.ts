import { expect } from 'chai'
import { Contract, zeroPadValue } from 'ethers'
import { whitelistAbi } from '../src/index.ts'
import type { ContractOf } from './fixtures/contract-of.ts'
import { type Market, market } from './fixtures/market.ts'
import { signedOrders } from './fixtures/orders.ts'
import { everySetup, titleOf } from './fixtures/setups.ts'
import { inOrder } from './fixtures/tasks.ts'

const GROUP_MEMBER = 4
const ADDRESS = 1

for (const setup of everySetup) {
  describe(`Whitelists (${titleOf(setup)})`, () => {
    let at: Market
    const whitelist = (app: 'web3mail' | 'web3telegram') =>
      new Contract(
        at.genesis.addresses.whitelists[app],
        whitelistAbi,
        at.people.owner,
      ) as unknown as ContractOf<typeof whitelistAbi>

    beforeEach(async () => {
      at = await market(setup)
    })

    it('belong to the owner of the contracts, who alone adds keys', async () => {
      const { owner, stranger } = at.people
      const key = zeroPadValue(at.app, 32)
      for (const app of ['web3mail', 'web3telegram'] as const) {
        const group = whitelist(app)
        expect(await group.owner()).to.equal(owner.address)
        const attempt = group.connect(stranger).addKey(key, GROUP_MEMBER, ADDRESS)
        await expect(attempt).to.revert(at.ethers)
        expect(await group.keyHasPurpose(key, GROUP_MEMBER)).to.equal(false)
        await expect(group.addKey(key, GROUP_MEMBER, ADDRESS))
          .to.emit(group as unknown as Contract, 'KeyAdded')
          .withArgs(key, GROUP_MEMBER, ADDRESS)
        expect(await group.keyHasPurpose(key, GROUP_MEMBER)).to.equal(true)
        expect(await group.keyHasPurpose(key, 1)).to.equal(false)
      }
    })

    it('admit an app to a dataset once it is in them', async () => {
      const group = whitelist('web3mail')
      const apprestrict = at.genesis.addresses.whitelists.web3mail
      const orders = await signedOrders(at, { dataset: { apprestrict } })
      await expect(at.hub.matchOrders(...inOrder(orders))).to.revert(at.ethers)
      await group.addKey(zeroPadValue(at.app, 32), GROUP_MEMBER, ADDRESS)
      await expect(at.hub.matchOrders(...inOrder(orders))).not.to.revert(at.ethers)
    })
  })
}
