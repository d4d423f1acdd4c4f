import { expect } from 'chai'
import { Contract, ZeroAddress, ZeroHash } from 'ethers'
import { appAbi, workerpoolAbi } from '../src/index.ts'
import type { ContractOf } from './fixtures/contract-of.ts'
import { type Deployed, deployed } from './fixtures/deployed.ts'
import { everySetup, titleOf } from './fixtures/setups.ts'

for (const setup of everySetup)
  describe(`Registries (${titleOf(setup)})`, () => {
    let at: Deployed
    beforeEach(async () => {
      at = await deployed(setup)
    })
    const fields = () => [at.people.appOwner, 'app', 'DOCKER', '0x1234', ZeroHash, '0x'] as const

    it('create an asset once, where it was predicted', async () => {
      const { appRegistry, ethers } = at
      const app: string = await appRegistry.predictApp(...fields())
      expect(await appRegistry.isRegistered(app)).to.equal(false)
      await expect(appRegistry.createApp(...fields()))
        .to.emit(appRegistry, 'Transfer')
        .withArgs(ZeroAddress, at.people.appOwner.address, BigInt(app))
      expect(await appRegistry.isRegistered(app)).to.equal(true)
      expect(await ethers.provider.getCode(app)).not.to.equal('0x')
      await expect(appRegistry.createApp(...fields())).to.revert(ethers)
    })

    it('hold an asset as a token, whose transfer transfers the asset', async () => {
      const { appRegistry, people, ethers } = at
      await appRegistry.createApp(...fields())
      const address: string = await appRegistry.predictApp(...fields())
      const app = new Contract(address, appAbi, people.stranger) as unknown as ContractOf<
        typeof appAbi
      >
      expect(await app.owner()).to.equal(people.appOwner.address)
      expect(await app.m_appName()).to.equal('app')
      const { appOwner, stranger, requester } = people
      await expect(appRegistry.transferFrom(appOwner, requester, BigInt(address))).to.revert(ethers)
      await appRegistry.connect(appOwner).transferFrom(appOwner, requester, BigInt(address))
      expect(await app.owner()).to.equal(requester.address)
      expect(await appRegistry.balanceOf(appOwner)).to.equal(0n)
      expect(await appRegistry.isApprovedForAll(requester, stranger)).to.equal(false)
    })

    it('let only the owner of a pool set its policy, up to 100 %', async () => {
      const { workerpoolRegistry, people, ethers } = at
      await workerpoolRegistry.createWorkerpool(people.poolOwner, 'pool')
      const address: string = await workerpoolRegistry.predictWorkerpool(people.poolOwner, 'pool')
      const pool = new Contract(address, workerpoolAbi, people.poolOwner) as unknown as ContractOf<
        typeof workerpoolAbi
      >
      expect([
        await pool.m_workerStakeRatioPolicy(),
        await pool.m_schedulerRewardRatioPolicy(),
      ]).to.deep.equal([30n, 1n])
      await expect(pool.connect(people.stranger).changePolicy(0, 0)).to.revert(ethers)
      await expect(pool.changePolicy(100, 101)).to.revert(ethers)
      await expect(pool.changePolicy(100, 100))
        .to.emit(pool as unknown as Contract, 'PolicyUpdate')
        .withArgs(30, 100, 1, 100)
    })

    it('include the pool of the network from the start', async () => {
      const { debugWorkerpool } = at.genesis.addresses
      expect(await at.workerpoolRegistry.isRegistered(debugWorkerpool)).to.equal(true)
      expect(await at.workerpoolRegistry.ownerOf(BigInt(debugWorkerpool))).to.equal(
        at.people.debugPoolOwner.address,
      )
    })
  })
