import { afterAll, beforeAll, expect, it } from 'vitest'
import { Explorer } from './support/explorer.ts'

let explorer: Explorer
beforeAll(async () => {
  explorer = await Explorer.start()
})
afterAll(() => explorer[Symbol.asyncDispose]())

it('a page reads on when the browser takes the machine for offline', async () => {
  const page = await explorer.visit()
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  await page.evaluate("dispatchEvent(new Event('offline'))")
  await page.getByRole('link', { name: 'Categories' }).click()
  await page.getByRole('row').filter({ hasText: 'XL' }).waitFor()
  expect(page.errors).toEqual([])
})

// A browser does that to every request, of loopback too, when a container's network comes or goes.
it('a request that a change of networks cuts off is made again', async () => {
  const page = await explorer.visit('/blocks')
  await page.getByRole('heading', { name: 'Blocks' }).waitFor()
  let cut = 0
  await page.route('**/api/categories*', async (route) => {
    cut += 1
    await (cut === 1 ? route.abort('internetdisconnected') : route.fallback())
  })
  await page.getByRole('link', { name: 'Categories' }).click()
  await page.getByRole('row').filter({ hasText: 'XL' }).waitFor()
  expect(cut).toBe(2)
})

it.each(['index-*.js', 'style-*.css', 'secrets-*.js'])(
  'a page whose file %s is cut off is loaded again',
  async (file) => {
    const page = await explorer.visit('/blocks')
    let cut = 0
    await page.route(`**/assets/${file}`, async (route) => {
      cut += 1
      await (cut === 1 ? route.abort('internetdisconnected') : route.fallback())
    })
    await page.goto(`${explorer.url}/secrets`)
    await page.getByRole('heading', { name: 'Secrets' }).waitFor()
    expect(cut).toBeGreaterThan(1)
  },
)
