import { ZeroAddress } from 'ethers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accounts } from '../src/world/accounts.ts'
import { LabChain, type Target } from '../src/world/lab-chain.ts'

const { owner, stranger } = accounts
const configuration = [ZeroAddress, 'n', 's', 9, ZeroAddress, ZeroAddress, ZeroAddress, ZeroAddress]

let chain: LabChain
beforeAll(async () => {
  chain = await LabChain.open()
})
afterAll(() => chain[Symbol.asyncDispose]())

/** A hub that is not configured. */
async function anotherHub(): Promise<Target> {
  const desk = await chain.deploy(owner, 'NativeHubDesk', [true])
  return {
    ...chain.hub,
    address: (await chain.deploy(owner, 'Hub', [desk.address, true, [], []])).address,
  }
}

const refusal = (from: typeof owner, fn: string, args: unknown[]) =>
  chain.refusal(from, chain.hub, fn, args)
const read = (name: string, ...args: unknown[]) => chain.read(chain.hub, name, ...args)

test('a hub is configured once, and its domain follows the chain', async () => {
  expect(await refusal(owner, 'configure', configuration)).toBe('already-configured')
  expect(await refusal(stranger, 'updateDomainSeparator', [])).toBe('ok')
  expect(await read('eip712domain_separator')).toMatch(/^0xf2cbd98a/)
  const hub = await anotherHub()
  expect(await chain.refusal(stranger, hub, 'updateDomainSeparator')).toBe('not-configured')
})

test('a score is imported once, if there is a previous hub', async () => {
  expect(await refusal(stranger, 'importScore', [stranger])).toBe('(empty)')
  const hub = await anotherHub()
  const v3 = await chain.deploy(owner, 'DepositorDouble')
  await chain.send(owner, hub, 'configure', [...configuration.slice(0, 7), v3.address])
  await chain.send(stranger, hub, 'importScore', [stranger])
  expect(await chain.read(hub, 'viewScore', stranger)).toBe(42n)
  expect(await chain.refusal(stranger, hub, 'importScore', [stranger])).toBe(
    'score-already-imported',
  )
})
