import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Explorer } from './support/explorer.ts'

let explorer: Explorer
beforeAll(async () => {
  explorer = await Explorer.start()
  await explorer.match()
})
afterAll(() => explorer[Symbol.asyncDispose]())

describe('the list of blocks', () => {
  it('has every block with its call, its parties by name and its result, the newest first', async () => {
    const page = await explorer.visit('/blocks')
    const row = page.getByRole('row').filter({ hasText: 'matchOrders' })
    await row.waitFor()
    expect(await row.getByRole('cell').allTextContents()).toMatchObject([
      expect.stringMatching(/^\d+$/),
      expect.stringMatching(/ago|now/),
      expect.stringMatching(/^0x[0-9a-f]{6}…[0-9a-f]{6}/),
      'matchOrders',
      'account 0',
      'Hub',
      'succeeded',
      expect.stringMatching(/^\d{3},\d{3}$/),
    ])
    const numbers = await page.locator('tbody tr td:first-child').allTextContents()
    expect(numbers.map(Number)).toEqual(numbers.map((_, i) => Number(numbers[0]) - i))
    expect(page.errors).toEqual([])
  })

  it('gets a new block without a reload, and leads to each', async () => {
    const page = await explorer.visit('/blocks')
    const newest = page.locator('tbody tr td:first-child').first()
    const before = Number(await newest.textContent())
    await explorer.network.time({ advanceMs: 1_000 })
    await expect.poll(() => newest.textContent().then(Number)).toBeGreaterThan(before)
    const row = page.getByRole('row').filter({ hasText: 'matchOrders' })
    const number = await row.getByRole('cell').first().textContent()
    await row.getByRole('link').first().click()
    await page.getByRole('heading', { name: `Block ${number}`, exact: true }).waitFor()
    await page.getByRole('cell', { name: 'matchOrders' }).waitFor()
    expect(page.errors).toEqual([])
  })
})

it('says which block is not there', async () => {
  const page = await explorer.visit('/blocks/987654')
  await page.getByText('Block 987654 is not on this network.').waitFor()
})
