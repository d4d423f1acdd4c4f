import { afterAll, beforeAll, expect, it } from 'vitest'
import { OfflineNetwork } from '../client/support/offline-network.ts'
import type { ProtectedData } from './support/dataprotector-sdk.mjs'
import { type Person, person, publishScenario } from './support/person.ts'
import { keepOnThisMachine } from './support/watched-process.ts'

const network = new OfflineNetwork()
// The SDK also sends the lists of a bulk request there, and does without when it cannot.
keepOnThisMachine({ attempted: ['ipfs.thegraph.com'] })
let app: string
let [alice, bob] = [] as unknown as [Person, Person]
beforeAll(async () => {
  await network.up('--profile', 'arbitrum-sepolia')
  const { sheet } = network
  app = await publishScenario(network, sheet)
  alice = await person(network, sheet)
  bob = await person(network, sheet)
})
afterAll(() => network[Symbol.asyncDispose]())
afterAll(() => expect(network.escapes()).toEqual([]))

/** Names of what is found, in the alphabet's order: blocks of one second have the same time. */
const names = async (wanted: Parameters<Person['core']['getProtectedData']>[0]) =>
  (await bob.core.getProtectedData(wanted)).map(({ name }) => name).sort()

let contact: ProtectedData
let picture: ProtectedData
it('getProtectedData finds what was protected, by its owner, its types and its time', async () => {
  contact = await alice.core.protectData({ name: 'contact', data: { email: 'a@example.com' } })
  picture = await alice.core.protectData({ name: 'picture', data: { nested: { age: 7 } } })
  await bob.core.protectData({ name: 'other', data: { email: 'b@example.com' } })
  const owner = alice.address
  expect(await names({})).toEqual(['contact', 'other', 'picture'])
  expect(await names({ owner })).toEqual(['contact', 'picture'])
  expect(await names({ owner, requiredSchema: { email: 'string' } })).toEqual(['contact'])
  expect(await names({ requiredSchema: { nested: { age: ['f64', 'i128'] } } })).toEqual(['picture'])
  expect(await names({ requiredSchema: { email: 'bool' } })).toEqual([])
  expect(await names({ createdAfterTimestamp: 9_999_999_999 })).toEqual([])
  const [found] = await bob.core.getProtectedData({ protectedDataAddress: contact.address })
  expect(found).toMatchObject({
    address: contact.address.toLowerCase(),
    owner: alice.address.toLowerCase(),
    schema: { email: 'string' },
  })
})

it('transferOwnership moves protected data to the list of its next owner', async () => {
  await alice.core.transferOwnership({ protectedData: picture.address, newOwner: bob.address })
  expect(await names({ owner: bob.address })).toEqual(['other', 'picture'])
})

it('inspectBulkRequest tells the protected data of each task of a bulk request', async () => {
  const grant = { authorizedApp: app, authorizedUser: bob.address, allowBulk: true }
  await alice.core.grantAccess({ protectedData: contact.address, ...grant })
  await bob.core.grantAccess({ protectedData: picture.address, ...grant })
  const { grantedAccess } = await bob.core.getGrantedAccess({
    authorizedUser: bob.address,
    bulkOnly: true,
  })
  const { bulkRequest } = await bob.core.prepareBulkRequest({
    bulkAccesses: grantedAccess,
    app,
    maxProtectedDataPerTask: 1,
    args: 'nap',
  })
  await bob.core.processBulkRequest({ bulkRequest, waitForResult: true, path: 'computed.json' })
  const { bulkStatus, tasks } = await bob.core.inspectBulkRequest({ bulkRequest, detailed: true })
  expect([bulkStatus, tasks.map(({ status }) => status)]).toEqual([
    'FINISHED',
    ['COMPLETED', 'COMPLETED'],
  ])
  expect(tasks.flatMap(({ protectedDataAddresses }) => protectedDataAddresses).sort()).toEqual(
    [contact.address.toLowerCase(), picture.address.toLowerCase()].sort(),
  )
})

it('a restored snapshot takes back what was protected since', async () => {
  const before = await names({})
  await network.json(['snapshot', 'save', 'before'])
  await alice.core.protectData({ name: 'later', data: { text: 'x' } })
  expect(await names({})).toEqual([...before, 'later'].sort())
  await network.json(['snapshot', 'restore', 'before'])
  expect(await names({})).toEqual(before)
})
