import { HubClient, httpRpc } from '@iexec-sim/chain/client'
import { clientOptions } from '@iexec-sim/client'
import { address } from '@iexec-sim/protocol'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { OfflineNetwork } from '../client/support/offline-network.ts'
import { SdkActor } from '../client/support/sdk-actor.ts'
import {
  type GrantedAccess,
  getWeb3Provider,
  IExecDataProtectorCore,
  type ProtectedData,
} from './support/dataprotector-sdk.mjs'
import { keepOnThisMachine } from './support/watched-process.ts'

/** The workerpool that the SDK uses when none is named. */
const DEFAULT_POOL = '0xB967057a21dc6A66A29721d96b8Aa7454B7c383F'

const network = new OfflineNetwork()
keepOnThisMachine()
let app: string
let [alice, bob, carol] = [] as unknown as [Person, Person, Person]
beforeAll(async () => {
  await network.up('--profile', 'arbitrum-sepolia')
  const developer = await actor()
  app = await developer.deployScenario()
  await developer.sdk.order.publishApporder((await developer.appOrder(app)) as never)
  alice = await person()
  bob = await person()
  carol = await person()
})
afterAll(() => network[Symbol.asyncDispose]())
afterAll(() => expect(network.escapes()).toEqual([]))

interface Person {
  address: string
  core: IExecDataProtectorCore
  actor: SdkActor
}

const actor = () => new SdkActor(network, network.sheet, 9, 'tdx').fund()

/** A wallet with the SDK, led to the network by its options alone. */
async function person(): Promise<Person> {
  const { sheet } = network
  const one = await actor()
  const core = new IExecDataProtectorCore(getWeb3Provider(one.privateKey, sheet.rpc), {
    ipfsNode: sheet.gateway,
    ipfsGateway: sheet.gateway,
    iexecOptions: clientOptions(sheet, 9),
  })
  return { address: one.address, core, actor: one }
}

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

it('transferOwnership gives the data away, and its former owner cannot do it again', async () => {
  const transfer = () =>
    alice.core.transferOwnership({ protectedData: data.address, newOwner: bob.address })
  await transfer()
  const shown = await bob.actor.sdk.dataset.showDataset(data.address)
  expect(shown.dataset.owner).toBe(bob.address)
  await expect(transfer()).rejects.toThrow()
})
