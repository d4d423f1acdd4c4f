import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Explorer } from './support/explorer.ts'
import { manyTasks } from './support/many-tasks.ts'

/** Markup, bidirectional override and a colour of terminals. */
const NAME = '<img src=x onerror=document.title="hacked">\u202egnp.exe\u001b[31m'
const SHOWN = '<img src=x onerror=document.title="hacked">\\u{202e}gnp.exe\\u{1b}[31m'
const COUNT = 10_000

let explorer: Explorer
let deal: string
let app: string
beforeAll(async () => {
  explorer = await Explorer.start()
  ;({ deal, app } = await manyTasks(explorer, { count: COUNT, name: NAME }))
}, 300_000)
afterAll(() => explorer[Symbol.asyncDispose]())

describe('the list of 10,000 tasks', () => {
  it('has the rows in sight alone in the page, and shows the last one at its end', async () => {
    const page = await explorer.visit('/tasks')
    await page.getByText('10,000 tasks').waitFor()
    const rows = page.locator('tbody tr[aria-rowindex]')
    await expect.poll(() => rows.count()).toBeGreaterThan(10)
    const list = page.getByRole('region', { name: 'Tasks' })
    await list.focus()
    await page.keyboard.press('End')
    const last = page.locator(`tbody tr[aria-rowindex="${COUNT + 1}"]`)
    await last.getByText('active').waitFor()
    expect(await rows.count()).toBeLessThan(100)
    expect(page.errors).toEqual([])
  })

  it('shows names of outsiders as text, with control characters visible', async () => {
    const page = await explorer.visit('/tasks')
    await page.getByText(SHOWN).first().waitFor()
    expect(await page.locator('main img').count()).toBe(0)
    expect(await page.title()).not.toBe('hacked')
    await page.goto(`${explorer.url}/deals/${deal}`)
    await page.getByText(SHOWN).first().waitFor()
    expect(await page.locator('main img').count()).toBe(0)
    expect(page.errors).toEqual([])
  })

  it('is filtered by status, and says how to fill an empty list', async () => {
    const page = await explorer.visit('/tasks')
    await page.getByText('10,000 tasks').waitFor()
    await page.getByLabel('Status').selectOption('failed')
    await page.getByText('No task is failed.').waitFor()
    expect(page.url()).toBe(`${explorer.url}/tasks?status=FAILED`)
  })
})

describe('the page of a deal', () => {
  it('leads from the list of deals to its tasks, each with its status', async () => {
    const page = await explorer.visit('/deals')
    await page.getByText('0 of 10000').waitFor()
    await page.locator('tbody a').first().click()
    await page.getByRole('heading', { name: 'Prices' }).waitFor()
    await page.getByText('10,000 tasks').waitFor()
    await page.getByRole('region', { name: 'Tasks' }).getByText('active').first().waitFor()
    expect(page.url()).toBe(`${explorer.url}/deals/${deal}`)
    expect(page.errors).toEqual([])
  })

  it('is in the API with prices in nRLC and the transaction of the match', async () => {
    const answer = await explorer.ask<Record<string, unknown>>(`/deals/${deal}`)
    expect(answer).toMatchObject({ dealId: deal, price: '0', size: COUNT, dataset: null })
    expect(answer.transaction).toMatch(/^0x[0-9a-f]{64}$/)
    expect(await explorer.ask(`/deals?app=${app}&pageSize=1`)).toMatchObject({ total: 1 })
    expect(await explorer.ask(`/tasks?page=99&pageSize=100`)).toMatchObject({
      total: COUNT,
      items: { length: 100 },
    })
  })
})
