import { Chain, createClock } from '@iexec-sim/chain'
import { HubClient } from '@iexec-sim/chain/client'
import { loadGenesis } from '@iexec-sim/contracts'
import { createLog, type Door, openDoor } from '@iexec-sim/door'
import { Market } from '@iexec-sim/market'
import { MarketClient } from '@iexec-sim/market/client'
import { type Address, bellecour, encodeTag, randomDraw } from '@iexec-sim/protocol'
import { OrderKeeper } from '@iexec-sim/workerpool'
import { Interface, Wallet } from 'ethers'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { marketOffers } from './offers.ts'

const log = createLog({ level: 'silent' })
const { chainId, hub: address } = bellecour
let chain: Chain
let hub: HubClient
let close: () => Promise<void>
let offers: OrderKeeper

beforeEach(async () => {
  const clock = createClock()
  chain = await Chain.start({ profile: bellecour, genesis: loadGenesis('bellecour'), clock, log })
  hub = new HubClient({ rpc: chain, hub: address })
})
afterEach(async () => {
  await offers.close()
  await close()
  await chain.close()
})

/** A market whose door is at a port; 0 takes a free one. */
async function openMarket(port = 0): Promise<Door> {
  const market = new Market({ chainId, chain: hub, clock: createClock(), log })
  await market.start()
  const door = await openDoor({ name: 'market', port, log, plugin: market.plugin })
  close = async () => {
    await door.close()
    await market.close()
  }
  return door
}

/** The pool's offers, whose order book is behind a door. */
function keeper({ url }: Door): OrderKeeper {
  const owner = new Wallet(chain.accounts[1]!.privateKey)
  return new OrderKeeper({
    workerpools: [chain.addresses.debugWorkerpool as Address],
    domain: { chainId, hub: address },
    owner,
    book: marketOffers(url, chainId, owner),
    chain: hub,
    frameworks: [],
    workers: 1,
    draw: randomDraw,
    log,
  })
}

const open = async ({ url }: Door, category: number) => {
  const tag = encodeTag('')
  const filters = { category, minTag: tag, maxTag: tag }
  return (await new MarketClient(url, chainId).find('WorkerpoolOrder', filters)).length
}

/** Adds a category, as the owner of the contracts. */
async function createCategory(): Promise<void> {
  const ask = (method: string, ...params: unknown[]) => chain.request({ method, params })
  const abi = new Interface([
    'function owner() view returns (address)',
    'function createCategory(string, string, uint256)',
  ])
  const data = (name: string, ...values: unknown[]) => abi.encodeFunctionData(name, values)
  const owner = await ask('eth_call', { to: address, data: data('owner') }, 'latest')
  const from = `0x${String(owner).slice(-40)}`
  await ask('hardhat_impersonateAccount', from)
  const more = { from, to: address, data: data('createCategory', 'XXL', '{}', 36_000) }
  await ask('eth_sendTransaction', more)
}

it('an offer that cannot be published is logged with the reason, and published once it can be', async () => {
  const door = await openMarket()
  offers = keeper(door)
  await close()
  await expect(offers.covered()).rejects.toMatchObject({ code: 'OFFERS_UNPUBLISHED' })
  await expect(offers.covered()).rejects.toMatchObject({ code: 'OFFERS_UNPUBLISHED' })
  await openMarket(Number(new URL(door.url).port))
  await offers.covered()
  expect(await open(door, 4)).toBe(1)
})

it('a category that was reverted and created again gets its offers again', async () => {
  const door = await openMarket()
  offers = keeper(door)
  const before = await chain.request({ method: 'evm_snapshot' })
  await createCategory()
  await offers.covered()
  expect(await open(door, 5)).toBe(1)
  await close()
  await chain.request({ method: 'evm_revert', params: [before] })
  await openMarket(Number(new URL(door.url).port))
  await createCategory()
  await offers.covered()
  expect(await open(door, 5)).toBe(1)
})

it('a pool that stops does not wait for its offers', async () => {
  offers = keeper(await openMarket())
  await offers.close()
  await expect(offers.covered()).rejects.toMatchObject({ code: 'OFFERS_UNPUBLISHED' })
})
