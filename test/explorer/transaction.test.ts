import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Explorer, type ExplorerPage } from './support/explorer.ts'

let explorer: Explorer
/** Hashes by the function that the transactions call; a later one replaces an earlier one. */
const hashes: Record<string, string> = {}
const TASK = `0x${'7'.repeat(64)}` as never
beforeAll(async () => {
  explorer = await Explorer.start()
  await explorer.match({ args: 'ok <b>bold</b>' })
  hashes.deposit = (await explorer.as(3).deposit(1_500_000_000n)).receipt.transactionHash
  await expect(explorer.as(3).claim(TASK)).rejects.toMatchObject({ code: 'TRANSACTION_REVERTED' })
  const blocks = await explorer.ask<{
    items: { transactions: { hash: string; method: string }[] }[]
  }>('/blocks')
  for (const { transactions } of blocks.items.toReversed())
    for (const { hash, method } of transactions) hashes[method] = hash
})
afterAll(() => explorer[Symbol.asyncDispose]())

const card = (page: ExplorerPage, heading: string | RegExp) =>
  page.locator('.card').filter({ has: page.getByRole('heading', { name: heading }) })

describe('the page of a transaction', () => {
  it('shows the call with its arguments by name, as text', async () => {
    const page = await explorer.visit(`/tx/${hashes.matchOrders}`)
    const call = card(page, 'Call matchOrders')
    await call.getByText('"iexec_args":"ok <b>bold</b>"').waitFor()
    expect(await call.getByText('requestOrder', { exact: true }).count()).toBe(1)
    expect(await call.getByRole('link', { name: 'Debug workerpool' }).count()).toBe(2)
    expect(await page.locator('b').count()).toBe(0)
    expect(page.errors).toEqual([])
  })

  it('shows events by name, and the calls to other contracts with their functions', async () => {
    const page = await explorer.visit(`/tx/${hashes.matchOrders}`)
    const events = card(page, 'Events')
    await events.getByText('OrdersMatched').waitFor()
    expect(await events.locator('strong').allTextContents()).toEqual([
      'Transfer',
      'Lock',
      'Transfer',
      'Lock',
      'SchedulerNotice',
      'OrdersMatched',
    ])
    const calls = card(page, 'Calls to contracts')
    await calls.getByText('m_workerStakeRatioPolicy').first().waitFor()
    await calls.getByRole('button', { name: 'isRegistered' }).first().click()
    await calls.locator('dt').waitFor()
    expect(page.errors).toEqual([])
  })

  it('shows RLC of accounts before and after, in RLC with the exact nRLC', async () => {
    const page = await explorer.visit(`/tx/${hashes.deposit}`)
    const cells = card(page, 'RLC before and after').getByRole('row')
    await cells.filter({ hasText: 'Escrow, free' }).getByTitle('1500000000 nRLC').first().waitFor()
    const text = await cells.filter({ hasText: 'worker' }).allTextContents()
    expect(text).toEqual([
      expect.stringContaining('Escrow, free0 RLC1.5 RLC1.5 RLC'),
      expect.stringContaining('Wallet'),
    ])
    expect(text[1]).toContain('−1.5 RLC')
  })

  it('says why a transaction reverted', async () => {
    const page = await explorer.visit(`/tx/${hashes.claim}`)
    await page.getByRole('alert').getByText('Reverted: ').waitFor()
    await page.getByText('reverted', { exact: true }).first().waitFor()
    await card(page, 'Call claim').getByTitle(TASK, { exact: true }).waitFor()
    expect(page.errors).toEqual([])
  })

  it('says that a hash is unknown', async () => {
    const page = await explorer.visit(`/tx/${TASK}`)
    await page.getByText(`Transaction ${TASK} is not on this network.`).waitFor()
  })
})
