import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Address, DealId, Hex, TaskId } from '@iexec-sim/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { OWNER, REQUESTER, TestGraph } from './support/graph.ts'

/** Questions as the explorer, the library and applications send them, one a file. */
const QUERIES = Object.fromEntries(
  globSync(join(import.meta.dirname, 'queries/*.graphql')).map((file) => [
    basename(file, '.graphql'),
    readFileSync(file, 'utf8'),
  ]),
)
const lower = (text: string) => text.toLowerCase()

let graph: TestGraph
let dealId: DealId
let task: TaskId
let dataset: Address
let matched: Hex
beforeAll(async () => {
  graph = await TestGraph.start()
  await graph.prepare()
  dataset = await graph.newDataset('words')
  const made = await graph.bulk([[dataset], [await graph.newDataset('more')]])
  dealId = made.dealId
  matched = made.receipt.transactionHash
  task = await graph.initialize(dealId)
  await graph.complete(task)
})
afterAll(() => graph.close())

const variables = () => ({
  any: task,
  app: lower(graph.app),
  dataset: lower(dataset),
  workerpool: lower(graph.workerpool),
  pool: lower(graph.workerpool),
  apps: [lower(graph.app)],
  deal: dealId,
  task,
  account: lower(OWNER),
  hash: matched,
  id: matched,
  where: { id: dealId },
})

it.each(Object.keys(QUERIES))('%s is answered', async (name) => {
  const { data, errors } = await graph.ask(QUERIES[name]!, variables())
  expect([errors, Object.keys(data).length > 0]).toEqual([undefined, true])
})

it('lists have a page, and what comes behind it', async () => {
  for (const name of ['apps', 'datasets', 'workerpools', 'deals', 'tasks']) {
    const { page, hasNext } = await graph.data(QUERIES[name]!, { length: 1, next: 1 })
    const all = (await graph.data(QUERIES[name]!)).page
    expect([name, page, hasNext.map(({ id }: { id: string }) => id)]).toEqual([
      name,
      all.slice(0, 1),
      all.slice(1, 2).map(({ id }: { id: string }) => id),
    ])
  }
})

it('apps and pools can be ordered by their use, and only those used of late listed', async () => {
  const { page: pools } = await graph.data(QUERIES.workerpools!)
  expect(pools[0]).toMatchObject({ id: lower(graph.workerpool), usageCount: '1' })
  const since = pools[0].lastUsageTimestamp
  const { page: apps } = await graph.data(QUERIES.apps!, { orderBy: 'lastUsageTimestamp', since })
  expect(apps.map(({ id }: { id: string }) => id)).toEqual([lower(graph.app)])
})

it('the search finds what has the id, and nothing else', async () => {
  for (const [kind, any] of [
    ['task', task],
    ['deal', dealId],
    ['app', lower(graph.app)],
    ['dataset', lower(dataset)],
    ['workerpool', lower(graph.workerpool)],
    ['account', lower(REQUESTER)],
    ['transaction', matched],
    ['category', '0'],
  ] as const) {
    const found = await graph.data(QUERIES.search!, { any })
    const kinds = Object.keys(found).filter((key) => found[key] !== null)
    expect(kinds).toEqual([kind])
    expect(found[kind].id).toBe(any)
  }
})

it('a bulk request has its tasks with the datasets of each', async () => {
  const { deals } = await graph.data(QUERIES['inspect-bulk']!, variables())
  expect(deals).toEqual([
    { tasks: [{ taskId: task, bulkSlice: { datasets: [{ id: lower(dataset) }] } }] },
  ])
  const { bulkSliceice } = await graph.data(QUERIES.asset!, variables())
  expect(bulkSliceice).toMatchObject([{ task: { id: task, deal: { id: dealId } } }])
})

it('a transaction has what happened in it', async () => {
  const found = await graph.data(QUERIES.transaction!, variables())
  const happened = Object.keys(found).filter((key) => found[key].length > 0)
  expect(happened).toEqual(expect.arrayContaining(['ordersMatcheds', 'schedulerNotices']))
  expect(found.transaction).toMatchObject({ id: matched, from: { id: lower(REQUESTER) } })
})
