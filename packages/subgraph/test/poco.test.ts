import { taskIdOf } from '@iexec-sim/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { OWNER, REQUESTER, TestGraph, WORKER } from './support/graph.ts'

const lower = (text: string) => text.toLowerCase()

let graph: TestGraph
let snapshot: unknown
beforeAll(async () => {
  graph = await TestGraph.start()
  await graph.prepare()
})
beforeEach(async () => {
  if (snapshot !== undefined) await graph.rpc('evm_revert', snapshot)
  snapshot = await graph.rpc('evm_snapshot')
})
afterAll(() => graph.close())

describe('the PoCo subgraph', () => {
  it('shows the categories and the workerpool that the chain began with, and assets made since', async () => {
    const { categories, workerpools, protocol, apps } = await graph.data(`{
      categories { id name workClockTimeRef }
      workerpools(orderBy: timestamp) { id description owner { id } usageCount }
      apps(where: { timestamp_gt: 0 }) { id name owner { id } multiaddr timestamp transfers { from { id } to { id } } }
      protocol(id: "iExec") { categoriesCount appsCount workerpoolsCount }
    }`)
    const count = Number(await graph.hub.countCategory())
    expect(categories.map(({ id }: { id: string }) => Number(id))).toEqual(
      Array.from({ length: count }, (_, i) => i),
    )
    const own = workerpools.at(-1)
    expect(own).toEqual({
      id: lower(graph.workerpool),
      description: 'pool',
      owner: { id: lower(OWNER) },
      usageCount: '0',
    })
    expect(workerpools.length).toBeGreaterThan(1)
    expect(apps).toEqual([
      {
        id: lower(graph.app),
        name: 'app',
        owner: { id: lower(OWNER) },
        multiaddr: '0x61',
        timestamp: expect.stringMatching(/^\d{10}$/),
        transfers: [{ from: { id: `0x${'0'.repeat(40)}` }, to: { id: lower(OWNER) } }],
      },
    ])
    expect(protocol).toEqual({
      categoriesCount: String(count),
      appsCount: '2',
      workerpoolsCount: String(workerpools.length),
    })
  })

  it('shows a deal and its task from the match to the end', async () => {
    const dataset = await graph.newDataset('words')
    const { dealId } = await graph.match({ dataset, volume: 2n, params: '{"iexec_args":"x"}' })
    const task = await graph.initialize(dealId)
    const query = `query ($deal: ID!, $task: ID!) {
      deal(id: $deal) {
        app { id usageCount } dataset { id name } workerpool { id } requester { id } sponsor { id }
        appPrice params botSize tag completedTasksCount requestorder { id deals { id } }
        tasks { id } events { __typename transaction { from { id } } }
      }
      task(id: $task) {
        status index results resultsCallback consensus resultDigest deal { id } requester { id }
        contributions { status worker { id score } }
        events(orderBy: timestamp) { __typename ... on TaskContribute { worker { id } } ... on TaskFinalize { results } }
        bulkSlice { id }
      }
    }`
    const variables = { deal: dealId, task }
    const before = await graph.data(query, variables)
    expect(before.deal).toMatchObject({
      app: { id: lower(graph.app), usageCount: '1' },
      dataset: { id: lower(dataset), name: 'words' },
      workerpool: { id: lower(graph.workerpool) },
      requester: { id: lower(REQUESTER) },
      sponsor: { id: lower(REQUESTER) },
      appPrice: '0',
      params: '{"iexec_args":"x"}',
      botSize: '2',
      completedTasksCount: '0',
      requestorder: { deals: [{ id: dealId }] },
      tasks: [{ id: task }],
      events: [{ __typename: 'OrdersMatched', transaction: { from: { id: lower(REQUESTER) } } }],
    })
    expect(before.task).toMatchObject({
      status: 'ACTIVE',
      index: '0',
      results: null,
      bulkSlice: null,
    })
    await graph.complete(task)
    const { deal, task: after } = await graph.data(query, variables)
    expect(deal.completedTasksCount).toBe('1')
    expect(after).toMatchObject({
      status: 'COMPLETED',
      results: '0xabcd',
      resultsCallback: '0x',
      resultDigest: `0x${'11'.repeat(32)}`,
      deal: { id: dealId },
      requester: { id: lower(REQUESTER) },
      contributions: [{ status: 'PROVED', worker: { id: lower(WORKER) } }],
    })
    expect(after.events.map((event: { __typename: string }) => event.__typename).sort()).toEqual([
      'TaskConsensus',
      'TaskContribute',
      'TaskFinalize',
      'TaskInitialize',
      'TaskReveal',
    ])
    expect(after.events).toContainEqual({
      __typename: 'TaskContribute',
      worker: { id: lower(WORKER) },
    })
    expect(after.events).toContainEqual({ __typename: 'TaskFinalize', results: '0xabcd' })
  })

  it('has the balances and scores of the hub', async () => {
    for (const address of [REQUESTER, WORKER])
      await graph.rpc('hardhat_setBalance', address, `0x${(10n ** 20n).toString(16)}`)
    await graph.as(20).deposit(5_000_000_001n)
    await graph.as(22).deposit(7n)
    const { dealId } = await graph.match()
    await graph.complete(await graph.initialize(dealId))
    const { accounts } = await graph.data('{ accounts(first: 1000) { id balance frozen score } }')
    expect(accounts.length).toBeGreaterThan(3)
    for (const { id, balance, frozen, score } of accounts) {
      const { stake, locked } = await graph.hub.viewAccount(id)
      const rlc = (amount: bigint) => Number(amount) / 1e9
      expect([id, Number(balance), Number(frozen), BigInt(score)]).toEqual([
        id,
        rlc(stake),
        rlc(locked),
        await graph.hub.viewScore(id),
      ])
    }
  })

  it('shows the slices of a bulk deal once its lists are in the storage', async () => {
    const datasets = [await graph.newDataset('a'), await graph.newDataset('b')]
    const orders = await Promise.all(datasets.map((dataset) => graph.datasetOrder(dataset)))
    const texts = orders.map((order) =>
      JSON.stringify([order], (_, value) => (typeof value === 'bigint' ? String(value) : value)),
    )
    const slices = await Promise.all(
      texts.map(async (text) => (await graph.storage.add(Buffer.from(text))).cid),
    )
    const { cid } = await graph.storage.add(Buffer.from(JSON.stringify(slices)))
    const { dealId } = await graph.match({ volume: 2n, params: JSON.stringify({ bulk_cid: cid }) })
    const task = await graph.initialize(dealId, 1)
    const inspect = `query ($where: Deal_filter) {
      deals(where: $where) { tasks { taskId: id bulkSlice { datasets { id } } } }
    }`
    const { deals } = await graph.data(inspect, { where: { id: dealId } })
    expect(deals).toEqual([
      { tasks: [{ taskId: task, bulkSlice: { datasets: [{ id: lower(datasets[1]!) }] } }] },
    ])
    const { bulkSliceice, dataset } = await graph.data(
      `query ($one: ID!) {
        bulkSliceice(where: { datasets_: { id: $one } }, orderBy: task__timestamp) {
          index hash task { id } bulk { id hash deal { id } } datasetOrders { volume dataset { id } }
        }
        dataset(id: $one) { bulkUsages { task { id } } }
      }`,
      { one: lower(datasets[0]!) },
    )
    expect(bulkSliceice).toEqual([
      {
        index: '0',
        hash: slices[0],
        task: null,
        bulk: { id: dealId, hash: cid, deal: { id: dealId } },
        datasetOrders: [{ volume: String(2n ** 53n - 1n), dataset: { id: lower(datasets[0]!) } }],
      },
    ])
    expect(dataset.bulkUsages).toEqual([{ task: null }])
    expect(taskIdOf(dealId, 1)).toBe(task)
  })
})
