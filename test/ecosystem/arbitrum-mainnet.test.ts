import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AddressSheet } from '@iexec-sim/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { OfflineNetwork } from '../client/support/offline-network.ts'
import { ClientProject } from '../client/support/project.ts'
import { SdkActor } from '../client/support/sdk-actor.ts'

const profile = 'arbitrum-mainnet'
const network = new OfflineNetwork()
let sheet: AddressSheet
beforeAll(async () => {
  await network.up('--profile', `bellecour,arbitrum-sepolia,${profile}`)
  sheet = network.sheets.find((known) => known.profile === profile)!
})
afterAll(() => network[Symbol.asyncDispose]())
afterAll(() => expect(network.escapes()).toEqual([]))

it('all three profiles run at once, each as a chain of its own', async () => {
  expect(network.sheets.map(({ chainId }) => chainId)).toEqual([134, 421_614, 42_161])
  for (const { rpc, chainId } of network.sheets) {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(rpc, { method: 'POST', headers, body })
    expect(await answer.json()).toMatchObject({ result: `0x${chainId.toString(16)}` })
  }
})

it('client 9 runs a task in tdx', async () => {
  const user = await new SdkActor(network, sheet, 9, 'tdx').fund()
  const { tasks } = await user.run(await user.deployScenario(), { args: 'args one two' })
  expect(tasks[0]!.files['result.txt']).toBe('one|two')
})

it.each([9, 8] as const)('the command line of client %d knows the chain', async (major) => {
  using project = await new ClientProject(network, major, profile).init()
  const config = JSON.parse(readFileSync(join(project.dir, 'chain.json'), 'utf8'))
  expect([config.default, config.chains[profile]]).toMatchObject([
    profile,
    { id: '42161', host: sheet.rpc, hub: sheet.hub, compass: sheet.compass },
  ])
  await network.json(['faucet', project.address, '--rlc', '5', '--profile', profile])
  await project.ok('account', 'deposit', '3')
  expect(await project.ok('account', 'show')).toMatchObject({ balance: { stake: '3' } })
})
