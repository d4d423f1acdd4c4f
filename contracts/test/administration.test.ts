import { ZeroAddress } from 'ethers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accounts } from './support/accounts.ts'
import { TestChain } from './support/chain.ts'

const { owner, stranger } = accounts
const denied = 'Ownable: caller is not the owner'
const configuration = [ZeroAddress, 'n', 's', 9, ZeroAddress, ZeroAddress, ZeroAddress, ZeroAddress]

let chain: TestChain
beforeAll(async () => {
  chain = await TestChain.open()
})
afterAll(() => chain[Symbol.asyncDispose]())

const refusal = (from: typeof owner, fn: string, args: unknown[]) => chain.refusal(from, chain.hub, fn, args)
const read = (name: string, ...args: unknown[]) => chain.read(chain.hub, name, ...args)

test.each([
  ['createCategory', ['x', '{}', 1]],
  ['configure', configuration],
  ['recover', []],
  ['setTeeBroker', [stranger]],
  ['setCallbackGas', [1]],
  ['changeRegistries', [stranger, stranger, stranger]],
])('%s is for the owner', async (fn, args) => {
  expect(await refusal(stranger, fn, args)).toBe(denied)
})

test('a category is appended', async () => {
  await chain.scratch(async () => {
    const { logs } = await chain.send(owner, chain.hub, 'createCategory', ['x', '{}', 7])
    expect([logs[0]!.name, ...logs[0]!.args]).toEqual(['CreateCategory', 5n, 'x', '{}', 7n])
    expect([...(await read('viewCategory', 5))]).toEqual(['x', '{}', 7n])
  })
})

test('settings are settable', async () => {
  await chain.scratch(async () => {
    await chain.send(owner, chain.hub, 'setCallbackGas', [1])
    await chain.send(owner, chain.hub, 'changeRegistries', [accounts.worker1, accounts.worker2, accounts.worker3])
    await chain.send(owner, chain.hub, 'setTeeBroker', [accounts.broker])
    const names = ['callbackgas', 'appregistry', 'datasetregistry', 'workerpoolregistry', 'teebroker']
    expect(await Promise.all(names.map((name) => read(name)))).toEqual([
      1n,
      accounts.worker1,
      accounts.worker2,
      accounts.worker3,
      accounts.broker,
    ])
  })
})

test('ownership is handed on by the owner', async () => {
  await chain.scratch(async () => {
    expect(await refusal(stranger, 'transferOwnership', [stranger])).toBe(`NotContractOwner(${stranger},${owner})`)
    const { logs } = await chain.send(owner, chain.hub, 'transferOwnership', [stranger])
    expect([logs[0]!.name, ...logs[0]!.args]).toEqual(['OwnershipTransferred', owner, stranger])
    expect(await refusal(owner, 'setCallbackGas', [1])).toBe(denied)
    expect(await refusal(stranger, 'setCallbackGas', [1])).toBe('ok')
  })
})

test('a hub is configured once, and its domain follows the chain', async () => {
  expect(await refusal(owner, 'configure', configuration)).toBe('already-configured')
  expect(await refusal(stranger, 'updateDomainSeparator', [])).toBe('ok')
  expect(await read('eip712domain_separator')).toMatch(/^0xf2cbd98a/)
  const desk = await chain.deploy(owner, 'NativeHubDesk')
  const hub = { ...chain.hub, address: (await chain.deploy(owner, 'Hub', [desk.address])).address }
  expect(await chain.refusal(stranger, hub, 'updateDomainSeparator')).toBe('not-configured')
})

test('a score is imported once, where there is a hub to import from', async () => {
  expect(await refusal(stranger, 'importScore', [stranger])).toBe('(empty)')
  const desk = await chain.deploy(owner, 'NativeHubDesk')
  const hub = { ...chain.hub, address: (await chain.deploy(owner, 'Hub', [desk.address])).address }
  const v3 = await chain.deploy(owner, 'DepositorDouble')
  await chain.send(owner, hub, 'configure', [...configuration.slice(0, 7), v3.address])
  await chain.send(stranger, hub, 'importScore', [stranger])
  expect(await chain.read(hub, 'viewScore', stranger)).toBe(42n)
  expect(await chain.refusal(stranger, hub, 'importScore', [stranger])).toBe('score-already-imported')
})

test('unknown ids give records of zeros', async () => {
  const id = `0x${'ab'.repeat(32)}`
  expect((await read('viewDeal', id)).app.pointer).toBe(ZeroAddress)
  expect((await read('viewTask', id)).status).toBe(0n)
  expect((await read('viewContribution', id, owner)).status).toBe(0n)
  expect(await read('viewConsumed', id)).toBe(0n)
})
