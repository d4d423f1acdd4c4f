import { expect } from 'chai'
import { ZeroAddress, ZeroHash } from 'ethers'
import { FUNDS, type Market, market, moneyOf } from './fixtures/market.ts'
import type { Role } from './fixtures/people.ts'
import { everySetup, titleOf } from './fixtures/setups.ts'
import {
  authorization,
  contribute,
  digestOf,
  FINAL_DEADLINE,
  finalize,
  REVEAL_PERIOD,
  reveal,
  startTask,
} from './fixtures/tasks.ts'

const [good, bad] = [digestOf('good'), digestOf('bad')]
const status = { active: 1n, revealing: 2n, completed: 3n, failed: 4n }

/** Amount a role has won or lost since it deposited. */
const gain = async (at: Market, role: Role) => (await moneyOf(at, role)).free - FUNDS

for (const setup of everySetup)
  describe(`The life of a task (${titleOf(setup)})`, () => {
    let at: Market
    beforeEach(async () => {
      at = await market(setup)
    })

    it('goes from a contribution through consensus and reveal to payment', async () => {
      const { hub } = at
      const { task } = await startTask(at)
      await expect(contribute(at, 'worker1', task, good)).to.emit(hub, 'TaskConsensus')
      await expect(finalize(at, task)).to.be.revertedWithoutReason(at.ethers)
      await expect(reveal(at, 'worker1', task, good)).to.emit(hub, 'TaskReveal')
      await expect(finalize(at, task, '0xabcd'))
        .to.emit(hub, 'TaskFinalize')
        .withArgs(task, '0xabcd')
      expect((await hub.viewTask(task)).status).to.equal(status.completed)
      expect(await hub.resultFor(task)).to.equal('0x')
    })

    it('ends with the price shared between app, dataset, worker and scheduler', async () => {
      const { task } = await startTask(at)
      await contribute(at, 'worker1', task, good)
      await reveal(at, 'worker1', task, good)
      await finalize(at, task)
      expect(await gain(at, 'requester')).to.equal(-30n)
      expect((await moneyOf(at, 'appOwner')).free).to.equal(3n)
      expect((await moneyOf(at, 'datasetOwner')).free).to.equal(2n)
      expect(await gain(at, 'worker1')).to.equal(23n)
      expect(await gain(at, 'poolOwner')).to.equal(2n)
    })

    it('costs an outvoted worker its stake, which the agreeing workers share', async () => {
      const { task } = await startTask(at, { request: { trust: 3 } })
      const honest = ['worker2', 'worker3', 'worker4'] as const
      await contribute(at, 'worker1', task, bad)
      for (const worker of honest) await contribute(at, worker, task, good)
      for (const worker of honest) await reveal(at, worker, task, good)
      await finalize(at, task)
      expect(await gain(at, 'worker1')).to.equal(-8n)
      for (const worker of honest) expect(await gain(at, worker)).to.equal(10n)
    })

    it('takes two agreeing workers at trust 3', async () => {
      const { task } = await startTask(at, { request: { trust: 3 } })
      await expect(contribute(at, 'worker1', task, good)).not.to.emit(at.hub, 'TaskConsensus')
      await expect(contribute(at, 'worker2', task, good)).to.emit(at.hub, 'TaskConsensus')
    })

    it('goes on without a winner that did not reveal in time, and takes its stake', async () => {
      const { task } = await startTask(at, { request: { trust: 3 } })
      for (const worker of ['worker1', 'worker2'] as const) await contribute(at, worker, task, good)
      await reveal(at, 'worker1', task, good)
      await expect(finalize(at, task)).to.be.revertedWithoutReason(at.ethers)
      await at.networkHelpers.time.increase(REVEAL_PERIOD)
      await finalize(at, task)
      expect(await gain(at, 'worker2')).to.equal(-8n)
      expect((await gain(at, 'worker1')) > 23n).to.equal(true)
    })

    it('goes on after a reopening, if no worker revealed', async () => {
      const { task } = await startTask(at)
      const { hub, people } = at
      await contribute(at, 'worker1', task, good)
      await at.networkHelpers.time.increase(REVEAL_PERIOD)
      await expect(hub.connect(people.worker1).reopen(task)).to.be.revertedWithoutReason(at.ethers)
      await expect(hub.connect(people.poolOwner).reopen(task))
        .to.emit(hub, 'TaskReopen')
        .withArgs(task)
      expect((await hub.viewTask(task)).status).to.equal(status.active)
    })

    it('ends after the final deadline with a claim, which pays the money back', async () => {
      const { task } = await startTask(at)
      await contribute(at, 'worker1', task, good)
      await expect(at.hub.claim(task)).to.be.revertedWithoutReason(at.ethers)
      await at.networkHelpers.time.increase(FINAL_DEADLINE)
      await expect(at.hub.claim(task)).to.emit(at.hub, 'TaskClaimed').withArgs(task)
      expect(await gain(at, 'requester')).to.equal(0n)
      expect(await gain(at, 'worker1')).to.equal(0n)
      expect(await gain(at, 'poolOwner')).to.equal(-7n)
      expect((await at.hub.viewTask(task)).status).to.equal(status.failed)
    })

    it('is a single call of one worker at trust 1', async () => {
      const { task } = await startTask(at)
      const { hub, people } = at
      const permit = await authorization(at, 'worker1', task)
      const args = [task, good, '0xabcd', '0x', ZeroAddress, ZeroHash, permit]
      await expect(
        hub.connect(people.worker2).contributeAndFinalize(...args),
      ).to.be.revertedWithoutReason(at.ethers)
      await expect(hub.connect(people.worker1).contributeAndFinalize(...args)).to.emit(
        hub,
        'TaskFinalize',
      )
      expect(await gain(at, 'worker1')).to.equal(23n)
    })
  })
