import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TestGraph } from './support/graph.ts'

let graph: TestGraph
beforeEach(async () => {
  graph = await TestGraph.start()
  await graph.prepare()
})
afterEach(() => graph.close())

const QUERY = `{
  deals(orderBy: timestamp) { id tasks { id status contributions { id } } completedTasksCount }
  apps(where: { timestamp_gt: 0 }) { id usageCount lastUsageTimestamp }
  accounts { id balance frozen score }
  transactions { id }
  taskEvents(orderBy: id) { id __typename }
  protocol(id: "iExec") { dealsCount tasksCount completedTasksCount tvl }
}`
const state = () => graph.data(QUERY)
const head = async () => (await graph.data('{ _meta { block { number } } }'))._meta.block.number
/** What an index that never saw another chain says. */
async function fresh() {
  await graph.shut()
  for (const end of ['', '-wal', '-shm']) rmSync(join(graph.dir, `poco.db${end}`), { force: true })
  await graph.open()
  return state()
}

describe('after the chain was taken back', () => {
  it('the subgraph is as it was then, before another block is there', async () => {
    const { dealId } = await graph.match({ volume: 2n })
    const first = await graph.initialize(dealId)
    const before = await state()
    const [number, snapshot] = [await head(), await graph.rpc('evm_snapshot')]
    await graph.complete(first)
    await graph.match()
    expect(await state()).not.toEqual(before)
    await graph.rpc('evm_revert', snapshot)
    expect([await state(), await head()]).toEqual([before, number])
  })

  it('the subgraph shows what came instead, as one that never saw anything else', async () => {
    const snapshot = await graph.rpc('evm_snapshot')
    const { dealId } = await graph.match({ volume: 2n })
    await graph.complete(await graph.initialize(dealId))
    await state()
    await graph.rpc('evm_revert', snapshot)
    const other = await graph.match({ volume: 3n })
    for (const index of [0, 1]) await graph.initialize(other.dealId, index)
    await graph.newDataset('other')
    const instead = await state()
    expect(instead.deals).toMatchObject([{ id: other.dealId, completedTasksCount: '0' }])
    expect(instead).toEqual(await fresh())
  })

  it('while the network was down, the subgraph goes back when it is asked again', async () => {
    const snapshot = await graph.rpc('evm_snapshot')
    await graph.match()
    await state()
    await graph.shut()
    await graph.rpc('evm_revert', snapshot)
    const { dealId } = await graph.match({ volume: 5n })
    await graph.open()
    const { deals } = await state()
    expect(deals.map(({ id }: { id: string }) => id)).toEqual([dealId])
  })

  it('nothing is kept of a bulk deal whose list was being read', async () => {
    const snapshot = await graph.rpc('evm_snapshot')
    await graph.bulk([[await graph.newDataset('one')]])
    await graph.shut()
    await graph.open({
      async bytes() {
        await graph.rpc('evm_revert', snapshot)
        expect(await graph.data('{ deals { id } }')).toEqual({ deals: [] })
        return Buffer.from('[]')
      },
    })
    expect(await graph.data('{ deals { id } bulks { id } }')).toEqual({ deals: [], bulks: [] })
  })
})

describe('a restart', () => {
  it('goes on from what the file has', async () => {
    const { dealId } = await graph.match()
    const before = await state()
    await graph.shut()
    const db = new DatabaseSync(join(graph.dir, 'poco.db'))
    db.exec(`UPDATE App SET name = 'kept'`)
    db.close()
    await graph.open()
    await graph.initialize(dealId)
    const { apps } = await graph.data('{ apps { name } }')
    expect(new Set(apps.map(({ name }: { name: string }) => name))).toEqual(new Set(['kept']))
    expect((await state()).deals[0].tasks).toHaveLength(before.deals[0].tasks.length + 1)
  })

  it('begins again with a file of another version', async () => {
    await graph.match()
    const before = await state()
    await graph.shut()
    const db = new DatabaseSync(join(graph.dir, 'poco.db'))
    db.exec('PRAGMA application_id = 1; DROP TABLE Deal')
    db.close()
    await graph.open()
    expect(await state()).toEqual(before)
  })
})

it('answers wait while the network is being restored', async () => {
  await graph.match()
  await state()
  await graph.subgraphs.pause()
  let isAnswered = false
  const answer = state().then((data) => {
    isAnswered = true
    return data
  })
  await graph.match()
  expect(isAnswered).toBe(false)
  await graph.subgraphs.resume()
  expect((await answer).deals).toHaveLength(2)
})
