import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Explorer, type ExplorerPage } from './support/explorer.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Most bytes of the first page, compressed. */
const LARGEST_FIRST_PAGE = 300 * 1024

let explorer: Explorer
let task: string
beforeAll(async () => {
  explorer = await Explorer.start()
  const { requester } = explorer.sim
  await requester.sms('scone').pushRequesterSecret(requester.wallet as never, 'shown', 'value-1')
  ;({ taskId: task } = await explorer.run({ args: 'exit 3', secrets: { 1: 'shown', 2: 'absent' } }))
})
afterAll(() => explorer[Symbol.asyncDispose]())

/** Pages, each with a heading of its own. */
const PAGES = [
  ['/', 'Overview'],
  ['TASK', /^Task/],
  ['/secrets', 'Secrets'],
  ['SECRET', /^Requester secret/],
  ['/tasks', 'Tasks'],
  ['/deals', 'Deals'],
  ['/orders', 'Orders'],
  ['/apps', 'Apps'],
  ['/workerpools', 'Workerpools'],
  ['/wallets/WALLET', /./],
  ['/categories', 'Categories'],
  ['/vouchers', 'Vouchers'],
  ['/blocks', 'Blocks'],
  ['/blocks/1', /^Block/],
  ['/attestation', 'Attestation'],
  ['/nowhere', /./],
] as const
const pathOf = (path: string): string =>
  path
    .replace('TASK', `/tasks/${task}`)
    .replace('WALLET', explorer.sim.requester.address)
    .replace(
      'SECRET',
      `/secrets/scone/requester/${explorer.sim.requester.address.toLowerCase()}/shown`,
    )

/** Serious and critical findings of axe on a page as it is now. */
const findingsOf = (page: ExplorerPage) =>
  page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(): Promise<{
          violations: { id: string; impact: string; nodes: { html: string }[] }[]
        }>
      }
    }
    const { violations } = await axe.run()
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  })

it.each(PAGES)(
  'the page %s has no serious accessibility finding in light and dark, and fits 400 pixels',
  async (path, heading) => {
    const page = await explorer.open(pathOf(path), { colorScheme: 'light' })
    await page.getByRole('heading', { name: heading }).first().waitFor()
    await page.evaluate(AXE)
    expect(await findingsOf(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await findingsOf(page)).toEqual([])
    await page.setViewportSize({ width: 400, height: 800 })
    const [inner, outer] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ])
    expect(inner).toBeLessThanOrEqual(outer!)
    expect(page.errors).toEqual([])
    await page.context().close()
  },
)

it('the first page is small', async () => {
  const page = await explorer.visit()
  await page.getByTestId('last-tasks').waitFor()
  const bytes = await page.evaluate(() =>
    (
      performance.getEntriesByType('resource') as unknown as {
        name: string
        encodedBodySize: number
      }[]
    )
      .filter(({ name }) => name.includes('/assets/'))
      .map(({ encodedBodySize }) => encodedBodySize),
  )
  expect(bytes.length).toBeGreaterThan(2)
  expect(bytes.reduce((sum, of) => sum + of, 0)).toBeLessThan(LARGEST_FIRST_PAGE)
})

it('control characters and markup that an app prints are shown as text', async () => {
  const hostile = '<img src=x onerror=alert(1)> \u001b[31mred \u202Etxt'
  const { taskId } = await explorer.run({ args: `echo "${hostile}"` })
  const page = await explorer.open(`/tasks/${taskId}`)
  const logs = page.getByTestId('logs')
  await logs.getByText('stdout says').waitFor()
  const text = await logs.textContent()
  expect(text).toContain('<img src=x onerror=alert(1)>')
  expect(text).toContain('\\u{1b}[31mred \\u{202e}txt')
  expect(await page.locator('main img').count()).toBe(0)
  expect(page.errors).toEqual([])
})
