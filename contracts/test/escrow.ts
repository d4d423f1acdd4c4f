import { expect } from 'chai'
import fc from 'fast-check'
import { PAYERS } from '../src/testing/roles.ts'
import { deposit, FUNDS, type Market, market, moneyOf, WEI_PER_NRLC } from './fixtures/market.ts'
import type { Role } from './fixtures/people.ts'
import { everySetup, titleOf } from './fixtures/setups.ts'
import { FINAL_DEADLINE, startTask } from './fixtures/tasks.ts'

/** nRLC of the coins or the tokens that the hub holds. */
async function backing({ mode, hub, rlc, ethers }: Market): Promise<bigint> {
  if (mode === 'token') return rlc.balanceOf(hub)
  return (await ethers.provider.getBalance(await hub.getAddress())) / WEI_PER_NRLC
}

/**
 * All money is free or locked, the hub's own account is what is locked, and coins or tokens back
 * all of it.
 */
async function expectConserved(at: Market): Promise<void> {
  const money = await Promise.all(PAYERS.map((role) => moneyOf(at, role)))
  const free = money.reduce((sum, one) => sum + one.free, 0n)
  const locked = money.reduce((sum, one) => sum + one.locked, 0n)
  const total = await at.hub.totalSupply()
  expect(free + locked).to.equal(total)
  expect(await at.hub.balanceOf(at.hub)).to.equal(locked)
  expect(await backing(at)).to.equal(total)
}

const who = fc.constantFrom<Role>(...PAYERS)
const step = fc.oneof(
  fc.record({ what: fc.constant('deposit' as const), who, amount: fc.bigInt(0n, 2n * FUNDS) }),
  fc.record({ what: fc.constant('withdraw' as const), who, amount: fc.bigInt(0n, 2n * FUNDS) }),
  fc.record({
    what: fc.constant('transfer' as const),
    who,
    to: who,
    amount: fc.bigInt(0n, 2n * FUNDS),
  }),
)

for (const setup of everySetup)
  describe(`Escrow (${titleOf(setup)})`, () => {
    let at: Market
    beforeEach(async () => {
      at = await market(setup)
    })

    it('credits a deposit and pays a withdrawal out', async () => {
      const { requester } = at.people
      const held = await backing(at)
      await deposit(at, 'requester', 5n)
      expect(await moneyOf(at, 'requester')).to.deep.equal({ free: FUNDS + 5n, locked: 0n })
      await at.hub.connect(requester).withdraw(FUNDS + 5n)
      expect(await moneyOf(at, 'requester')).to.deep.equal({ free: 0n, locked: 0n })
      expect(await backing(at)).to.equal(held - FUNDS)
    })

    it('pays out no more than the free balance', async () => {
      await startTask(at)
      await expect(at.hub.connect(at.people.requester).withdraw(FUNDS - 29n)).to.revert(at.ethers)
      await at.hub.connect(at.people.requester).withdraw(FUNDS - 30n)
      expect(await moneyOf(at, 'requester')).to.deep.equal({ free: 0n, locked: 30n })
    })

    it('unlocks the price of a claimed deal and keeps the stake of the pool', async () => {
      const { task } = await startTask(at)
      await at.networkHelpers.time.increase(FINAL_DEADLINE)
      await at.hub.claim(task)
      expect(await moneyOf(at, 'requester')).to.deep.equal({ free: FUNDS, locked: 0n })
      expect(await moneyOf(at, 'poolOwner')).to.deep.equal({ free: FUNDS - 7n, locked: 0n })
    })

    it('conserves money over any deposits, withdrawals and transfers', async () => {
      await startTask(at)
      await expectConserved(at)
      const start = await at.networkHelpers.takeSnapshot()
      const property = fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 8 }),
        async (steps) => {
          await start.restore()
          for (const one of steps) {
            const before = await moneyOf(at, one.who)
            const hub = at.hub.connect(at.people[one.who])
            if (one.what === 'deposit') await deposit(at, one.who, one.amount)
            else {
              const call =
                one.what === 'withdraw'
                  ? hub.withdraw(one.amount)
                  : hub.transfer(at.people[one.to], one.amount)
              if (one.amount > before.free) await expect(call).to.revert(at.ethers)
              else await call
            }
          }
          await expectConserved(at)
        },
      )
      await fc.assert(property, { seed: 6, numRuns: 8 })
    })
  })
