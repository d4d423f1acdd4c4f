import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Hits } from '../../packages/explorer/src/schema/search.ts'
import { Explorer } from './support/explorer.ts'
import { manyTasks } from './support/many-tasks.ts'

let explorer: Explorer
let made: Awaited<ReturnType<typeof manyTasks>>
beforeAll(async () => {
  explorer = await Explorer.start()
  made = await manyTasks(explorer, { count: 1, name: 'Sought after' })
})
afterAll(() => explorer[Symbol.asyncDispose]())

const hitsOf = async (text: string) =>
  (await explorer.ask<Hits>(`/search?q=${encodeURIComponent(text)}`)).hits.map(
    ({ kind, url }) => `${kind} ${url}`,
  )

describe('a search', () => {
  it('finds ids, addresses, numbers, hashes and names', async () => {
    const { deal, app, workerpool } = made
    const { transaction } = await explorer.ask<{ transaction: string }>(`/deals/${deal}`)
    const { hash } = await explorer.ask<{ hash: string }>('/blocks/2')
    const { items } = await explorer.ask<{ items: { taskId: string }[] }>('/tasks')
    const task = items[0]!.taskId
    const owner = explorer.network.sheet.accounts[5]!.address
    expect(await hitsOf(deal)).toEqual([`deal /deals/${deal}`])
    expect(await hitsOf(task)).toEqual([`task /tasks/${task}`])
    expect(await hitsOf(transaction)).toEqual([`transaction /tx/${transaction}`])
    expect(await hitsOf(hash)).toEqual(['block /blocks/2'])
    expect(await hitsOf('2')).toEqual(['block /blocks/2'])
    expect(await hitsOf('999999')).toEqual([])
    expect(await hitsOf(app.toLowerCase())).toEqual([`app /apps/${app}`])
    expect(await hitsOf(workerpool)).toEqual([`workerpool /workerpools/${workerpool}`])
    expect(await hitsOf(owner)).toEqual([`wallet /wallets/${owner}`])
    expect(await hitsOf('sought')).toEqual([`app /apps/${app}`])
    expect(await hitsOf(`0x${'9'.repeat(64)}`)).toEqual([])
  })

  it('finds an ENS name', async () => {
    const { name, address } = explorer.network.sheet.workerpool
    expect(await hitsOf(name)).toEqual([`workerpool /workerpools/${address}`])
    expect(await hitsOf('nobody.users.iexec.eth')).toEqual([])
    expect(await hitsOf('.eth')).toEqual([])
  })

  it('finds the task whose result a CID is', async () => {
    const { taskId, link } = await explorer.run({ tag: '' })
    if (link.storage !== 'ipfs') throw new Error(`the result is at ${link.storage}`)
    const cid = link.location.replace('/ipfs/', '')
    expect(await hitsOf(cid)).toEqual([`task /tasks/${taskId}`])
    expect(await hitsOf(link.location)).toEqual([`task /tasks/${taskId}`])
  })

  it('is reached with "/" and leads to a page with Enter, without a mouse', async () => {
    const page = await explorer.visit('/blocks')
    await page.getByRole('heading', { name: 'Blocks' }).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('Sought after')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Sought after' }).waitFor()
    expect(page.url()).toBe(`${explorer.url}/apps/${made.app}`)
    await page.getByRole('searchbox').fill('no such thing')
    await page.keyboard.press('Enter')
    await page.getByText('Nothing on this network has this id or name.').waitFor()
    await page.keyboard.press('Escape')
    expect(await page.getByText('Nothing on this network').count()).toBe(0)
    expect(page.errors).toEqual([])
  })
})
