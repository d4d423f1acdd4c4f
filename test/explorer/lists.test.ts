import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Explorer } from './support/explorer.ts'
import { manyTasks } from './support/many-tasks.ts'

let explorer: Explorer
let made: Awaited<ReturnType<typeof manyTasks>>
beforeAll(async () => {
  explorer = await Explorer.start()
  await explorer.network.offersOpen()
  made = await manyTasks(explorer, { count: 2, name: 'an <i>app</i>' })
})
afterAll(() => explorer[Symbol.asyncDispose]())

describe('apps and workerpools', () => {
  it('are listed with owner and deals, and lead to a page with image and deals', async () => {
    const page = await explorer.visit('/apps')
    await page.getByRole('link', { name: 'an <i>app</i>' }).click()
    await page.getByText('host/<b>image</b>:1').waitFor()
    await page.getByText('none: a standard app').waitFor()
    await page.getByText('1 deal', { exact: true }).waitFor()
    expect(page.url()).toBe(`${explorer.url}/apps/${made.app}`)
    expect(await page.locator('main b, main i').count()).toBe(0)
    expect(page.errors).toEqual([])
  })

  it('of which a workerpool shows its ratios', async () => {
    const page = await explorer.visit(`/workerpools/${explorer.network.sheet.workerpool.address}`)
    await page.getByText('% of the reward').waitFor()
    await page.getByText('No deal has been made.').waitFor()
    expect(page.errors).toEqual([])
  })

  it('say which of them is not there', async () => {
    const page = await explorer.visit(`/datasets/${made.app}`)
    await page.getByText(`The dataset ${made.app} is not on this network.`).waitFor()
  })
})

describe('the order book', () => {
  it('shows depth and open orders of a kind and a tag', async () => {
    const page = await explorer.visit('/orders')
    const chart = page.getByRole('img', { name: 'Depth of the order book' })
    await chart.locator('canvas').waitFor()
    await page.getByLabel('Tag').selectOption('tee,scone')
    await page.getByRole('region', { name: 'Orders' }).getByText('scone').first().waitFor()
    const { items } = await explorer.ask<{ items: { tag: string[] }[] }>(
      '/orders?kind=workerpool&tag=tee,scone',
    )
    expect(new Set(items.flatMap(({ tag }) => tag))).toEqual(new Set(['tee', 'scone']))
    await page.getByLabel('Kind').selectOption('request')
    await page.getByText('No request order is open.').waitFor()
    expect(page.url()).toBe(`${explorer.url}/orders?kind=request`)
    expect(page.errors).toEqual([])
  })
})

describe('a wallet', () => {
  it('shows RLC in the escrow and outside, its deals and its transactions', async () => {
    await explorer.as(0).deposit(2_500_000_000n)
    const owner = explorer.network.sheet.accounts[0]!.address
    const page = await explorer.visit(`/wallets/${owner}`)
    await page.locator('dd').getByTitle('2500000000 nRLC').waitFor()
    await page.getByText('1 deal', { exact: true }).waitFor()
    await page.getByText('initializeArray').waitFor()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('account 0 wallet')
    expect(page.errors).toEqual([])
  })

  it('that is an asset leads to the page of the asset', async () => {
    const page = await explorer.visit(`/wallets/${made.app}`)
    await page.getByRole('link', { name: 'Page of the app' }).click()
    await page.getByRole('heading', { name: 'an <i>app</i>' }).waitFor()
  })
})

it('categories say how long tasks may take', async () => {
  const page = await explorer.visit('/categories')
  const row = page.getByRole('row').filter({ hasText: 'XL' })
  await row.getByText('10 h').waitFor()
  await page.getByRole('row').filter({ hasText: 'short' }).getByText('3 s').waitFor()
  expect(await row.getByRole('cell').last().textContent()).toBe('1')
})

it('the page of vouchers says that none has been issued', async () => {
  const page = await explorer.visit('/vouchers')
  await page.getByText('No voucher has been issued.').waitFor()
  expect(page.errors).toEqual([])
})
