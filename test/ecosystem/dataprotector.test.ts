import { HubClient, httpRpc } from '@iexec-sim/chain/client'
import { loadGenesis, whitelistAbi } from '@iexec-sim/contracts'
import { address, type Hex, walletOf } from '@iexec-sim/protocol'
import { Interface, zeroPadValue } from 'ethers'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { OfflineNetwork } from '../client/support/offline-network.ts'
import type { GrantedAccess, ProtectedData } from './support/dataprotector-sdk.mjs'
import { type Person, person, publishScenario } from './support/person.ts'
import { keepOnThisMachine } from './support/watched-process.ts'

/** The workerpool that the SDK uses when none is named. */
const DEFAULT_POOL = '0xB967057a21dc6A66A29721d96b8Aa7454B7c383F'
/** Purpose of the members of a group. */
const GROUP_MEMBER = 4

const network = new OfflineNetwork()
keepOnThisMachine()
let app: string
let [alice, bob, carol] = [] as unknown as [Person, Person, Person]
// The SDK prints the errors it throws.
beforeAll(() => void vi.spyOn(console, 'error').mockReturnValue(undefined))
beforeAll(async () => {
  await network.up('--profile', 'arbitrum-sepolia')
  const { sheet } = network
  app = await publishScenario(network, sheet)
  alice = await person(network, sheet)
  bob = await person(network, sheet)
  carol = await person(network, sheet)
})
afterAll(() => network[Symbol.asyncDispose]())
afterAll(() => expect(network.escapes()).toEqual([]))

let data: ProtectedData
let access: GrantedAccess

it('protectData makes a dataset with a schema, which its caller owns', async () => {
  data = await alice.core.protectData({
    name: 'contact',
    data: { email: 'alice@example.com', newsletter: true },
  })
  expect(data.schema).toEqual({ email: 'string', newsletter: 'bool' })
  const hub = new HubClient({ rpc: httpRpc(network.sheet.rpc), hub: network.sheet.hub })
  expect(await hub.viewDataset(address(data.address))).toMatchObject({
    owner: alice.address,
    name: 'contact',
  })
})

it('grantAccess and getGrantedAccess publish an order and find it', async () => {
  access = await alice.core.grantAccess({
    protectedData: data.address,
    authorizedApp: app,
    authorizedUser: bob.address,
    numberOfAccess: 5,
  })
  const granted = await bob.core.getGrantedAccess({ protectedData: data.address })
  expect(granted).toMatchObject({ count: 1, grantedAccess: [{ remainingAccess: 5 }] })
  expect(granted.grantedAccess[0]).toMatchObject({ requesterrestrict: bob.address.toLowerCase() })
})

it('grantAccess fails for an app that does not exist, and for data of another owner', async () => {
  const grant = (who: Person, authorizedApp: string) =>
    who.core.grantAccess({
      protectedData: data.address,
      authorizedApp,
      authorizedUser: carol.address,
    })
  await expect(grant(alice, carol.address)).rejects.toThrow()
  await expect(grant(carol, app)).rejects.toThrow()
  expect(await carol.core.getGrantedAccess({ protectedData: data.address })).toMatchObject({
    count: 1,
  })
})

/** Content of the protected data, as the app read it in its enclave. */
function read(result: ArrayBuffer): Record<string, string> {
  const zip = Buffer.from(Buffer.from(result).toString(), 'base64')
  const files = Object.entries(unzipSync(zip))
  return Object.fromEntries(files.map(([name, bytes]) => [name, Buffer.from(bytes).toString()]))
}
const request = { args: 'dataset-base64', path: 'result.txt' }

it('processProtectedData runs the app on the default workerpool', async () => {
  const { dealId, result } = await bob.core.processProtectedData({
    protectedData: data.address,
    app,
    ...request,
  })
  expect(read(result)).toMatchObject({ email: expect.stringContaining('alice@example.com') })
  const deal = await bob.actor.sdk.deal.show(dealId)
  expect(deal.workerpool.pointer.toLowerCase()).toBe(DEFAULT_POOL.toLowerCase())
})

it('processProtectedData opens an encrypted result with the key it made', async () => {
  const { pemPrivateKey, result, taskId } = await bob.core.processProtectedData({
    protectedData: data.address,
    app,
    ...request,
    encryptResult: true,
  })
  expect(pemPrivateKey).toContain('BEGIN PRIVATE KEY')
  expect(read(result)).toMatchObject({ email: expect.stringContaining('alice@example.com') })
  const archive = await bob.actor.sdk.task.fetchResults(taskId)
  const names = Object.keys(unzipSync(new Uint8Array(await archive.arrayBuffer())))
  expect(names).not.toContain('result.txt')
})

it('processProtectedData fails for a user without access', async () => {
  const attempt = carol.core.processProtectedData({ protectedData: data.address, app, ...request })
  await expect(attempt).rejects.toMatchObject({
    cause: { message: 'No Dataset order found for the desired price' },
  })
})

it('revokeOneAccess takes the access back', async () => {
  await alice.core.revokeOneAccess(access)
  expect(await bob.core.getGrantedAccess({ protectedData: data.address })).toMatchObject({
    count: 0,
  })
  const attempt = bob.core.processProtectedData({ protectedData: data.address, app, ...request })
  await expect(attempt).rejects.toThrow()
})

/** Adds an account to a whitelist, as its owner. */
async function addToWhitelist(whitelist: Hex, account: string): Promise<void> {
  const { sheet } = network
  const hub = new HubClient({ rpc: httpRpc(sheet.rpc), hub: sheet.hub })
  const owner = hub.as(walletOf(sheet.accounts[0]!.privateKey))
  const key = zeroPadValue(account, 32)
  await owner.send(new Interface(whitelistAbi), whitelist, 'addKey', [key, GROUP_MEMBER, 1])
}

it('processProtectedData goes through a whitelist of users, for its members alone', async () => {
  const userWhitelist = loadGenesis('arbitrum-sepolia').addresses.whitelists.web3mail
  const { address } = await alice.core.protectData({ data: { email: 'list@example.com' } })
  await alice.core.grantAccess({
    protectedData: address,
    authorizedApp: app,
    authorizedUser: userWhitelist,
  })
  const process = () =>
    carol.core.processProtectedData({ protectedData: address, app, userWhitelist, ...request })
  await expect(process()).rejects.toThrow()
  // The SDK looks for the whitelist in itself.
  await addToWhitelist(userWhitelist, userWhitelist)
  await expect(process()).rejects.toThrow()
  await addToWhitelist(userWhitelist, carol.address)
  expect(read((await process()).result)).toMatchObject({
    email: expect.stringContaining('list@example.com'),
  })
})

it('revokeAllAccess takes every access to some data back', async () => {
  for (const { address: authorizedUser } of [bob, carol])
    await alice.core.grantAccess({
      protectedData: data.address,
      authorizedApp: app,
      authorizedUser,
    })
  const revoked = await alice.core.revokeAllAccess({ protectedData: data.address })
  expect(revoked).toHaveLength(2)
  const { count } = await bob.core.getGrantedAccess({ protectedData: data.address })
  expect(count).toBe(0)
})

it('transferOwnership gives the data away, and its former owner cannot do it again', async () => {
  const transfer = () =>
    alice.core.transferOwnership({ protectedData: data.address, newOwner: bob.address })
  await transfer()
  const shown = await bob.actor.sdk.dataset.showDataset(data.address)
  expect(shown.dataset.owner).toBe(bob.address)
  await expect(transfer()).rejects.toThrow()
})
