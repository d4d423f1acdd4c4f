import { interfaces } from '@iexec-sim/chain/client'
import { type Address, developmentWallet } from '@iexec-sim/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { OWNER, TestGraph } from './support/graph.ts'

const lower = (text: string) => text.toLowerCase()

/** As the library asks for the data of an owner, or of given types. */
const LIST = `query ($start: Int!, $range: Int!, $where: ProtectedData_filter) {
  protectedDatas(
    where: $where, skip: $start, first: $range, orderBy: creationTimestamp, orderDirection: desc
  ) { id name owner { id } schema { id } creationTimestamp multiaddr }
}`
/** As the applications that write to contacts ask for those that they can reach. */
const CONTACTS = `query GetValidContacts($requiredSchema: [String!]!, $id: [String!]!, $start: Int!, $range: Int!) {
  protectedDatas(
    where: { transactionHash_not: "0x", schema_contains: $requiredSchema, id_in: $id }
    skip: $start, first: $range, orderBy: creationTimestamp, orderDirection: desc
  ) { id name }
}`
/** As the explorer searches by types, with a look at the next two pages. */
const SEARCH = `query SchemaSearch($length: Int = 20, $skip: Int = 0, $next: Int = 20, $required: [String!]) {
  protectedDatas(
    where: { transactionHash_not: "0x", schema_contains: $required }
    skip: $skip, first: $length, orderBy: creationTimestamp, orderDirection: desc
  ) { id name owner { id } schema { path type } }
  hasNext: protectedDatas(
    where: { transactionHash_not: "0x", schema_contains: $required }
    first: 1, skip: $next, orderBy: creationTimestamp, orderDirection: desc
  ) { id }
}`

let graph: TestGraph
let contact: Address
let nested: Address
beforeAll(async () => {
  graph = await TestGraph.start()
  contact = await graph.protect('contact', { email: 'string', age: 'f64' })
  nested = await graph.protect('nested', {
    a: { 'b-1': 'image/png', c: { d: 'bool' } },
    'not a key': 'string',
    odd: 'float',
    empty: {},
    email: 'bool',
  })
  await graph.newDataset('not protected')
})
afterAll(() => graph.close())

const list = async (where?: unknown) =>
  (await graph.data(LIST, { start: 0, range: 1000, where })).protectedDatas
const names = async (where?: unknown) =>
  (await list(where)).map(({ name }: { name: string }) => name)

it('lists what was protected, the newest first, with the types of its values', async () => {
  expect(await list()).toEqual([
    {
      id: lower(nested),
      name: 'nested',
      owner: { id: lower(OWNER) },
      schema: [{ id: 'a.b-1:image/png' }, { id: 'a.c.d:bool' }, { id: 'email:bool' }],
      creationTimestamp: expect.stringMatching(/^\d{10}$/),
      multiaddr: '0xabcd',
    },
    expect.objectContaining({
      id: lower(contact),
      schema: [{ id: 'age:f64' }, { id: 'email:string' }],
    }),
  ])
})

it.each([
  [[{ schema_contains: ['email:string'] }], ['contact']],
  [[{ schema_contains: ['email:string', 'age:f64'] }], ['contact']],
  [[{ schema_contains: ['email:string', 'a.c.d:bool'] }], []],
  [
    [{ or: [{ schema_contains: ['email:bool'] }, { schema_contains: ['email:string'] }] }],
    ['nested', 'contact'],
  ],
  [
    [{ owner: lower(OWNER) }, { creationTimestamp_gte: 1_000_000 }],
    ['nested', 'contact'],
  ],
  [[{ creationTimestamp_gte: 99_999_999_999 }], []],
  [[{ owner: '0x0000000000000000000000000000000000000001' }], []],
  [[{ schema_not_contains: ['email:string'] }], ['nested']],
  [[{ schema_contains_nocase: ['EMAIL:String'] }], ['contact']],
  [[{ schema_: { path: 'age' } }], ['contact']],
  [[{ collection_not: 'null' }], []],
])('a list that meets all of %j has %j', async (and, expected) => {
  expect(await names({ and })).toEqual(expected)
})

it('finds one by its id in any case of letters', async () => {
  const query = 'query ($id: ID!) { protectedData(id: $id) { name schema { path type } } }'
  expect((await graph.data(query, { id: contact })).protectedData).toEqual({
    name: 'contact',
    schema: [
      { path: 'age', type: 'f64' },
      { path: 'email', type: 'string' },
    ],
  })
  expect((await graph.data(query, { id: OWNER })).protectedData).toBeNull()
})

it('answers what applications and the explorer ask', async () => {
  const ids = [lower(contact), lower(nested)]
  const variables = { requiredSchema: ['email:string'], id: ids, start: 0, range: 1000 }
  expect((await graph.data(CONTACTS, variables)).protectedDatas).toEqual([
    { id: lower(contact), name: 'contact' },
  ])
  const { protectedDatas, hasNext } = await graph.data(SEARCH, {
    length: 1,
    next: 1,
    required: [],
  })
  expect([protectedDatas, hasNext]).toMatchObject([[{ name: 'nested' }], [{ id: lower(contact) }]])
  const query = `{ protectedDatas(where: { id_in: ["${contact}"] }) { schema { path } } }`
  expect((await graph.data(query)).protectedDatas).toHaveLength(1)
})

it('follows a dataset to its next owner', async () => {
  const next = developmentWallet(7).address as Address
  const { dataset: registry } = await graph.hub.registries()
  const sent = await graph.protect('sent', {})
  await graph
    .as(21)
    .send(interfaces.datasetRegistry(), registry, 'transferFrom', [OWNER, next, BigInt(sent)])
  expect(await names({ owner: lower(next) })).toEqual(['sent'])
  const { account } = await graph.data(
    `query ($id: ID!) { account(id: $id) { datasets { name schema { id } } } protectedDatas { id } }`,
    { id: lower(next) },
  )
  expect(account.datasets).toEqual([{ name: 'sent', schema: [] }])
})
