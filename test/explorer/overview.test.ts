import { afterAll, beforeAll, expect, it } from 'vitest'
import { Explorer } from './support/explorer.ts'
import { picture } from './support/picture.ts'

let explorer: Explorer
beforeAll(async () => {
  explorer = await Explorer.start()
})
afterAll(() => explorer[Symbol.asyncDispose]())

it('the overview shows what the workers do, and two clicks lead to why a task failed', async () => {
  await explorer.run({ args: 'ok' })
  const page = await explorer.open()
  const { taskId } = await explorer.sim.match({ args: 'sleep', short: true })
  await page.getByTestId('workers').getByText('computing').waitFor()
  await explorer.sim.outcome(taskId)
  await page.getByTestId('workers').getByText('computing').waitFor({ state: 'detached' })
  await picture(page, 'explorer-overview')
  await page.getByTestId('last-tasks').getByRole('link').nth(1).click()
  await page.getByTestId('failure').getByText('APP_COMPUTE_TIMEOUT').waitFor()
  expect(page.errors).toEqual([])
})

it('with a session the overview moves the clock, saves and restores, adds and removes faults', async () => {
  const { network } = explorer
  const page = await explorer.open()
  await page.getByRole('button', { name: 'Freeze' }).click()
  await page.getByTestId('clock').getByText('frozen').waitFor()
  await page.getByRole('button', { name: 'Resume' }).click()
  await page.getByRole('button', { name: '+1 hour' }).click()
  await page
    .getByTestId('clock')
    .getByText(/3\d\d\d s ahead/)
    .waitFor()

  await page.getByLabel('Name of a snapshot').fill('seen')
  await page.getByTestId('snapshots').getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Restore seen' }).click()
  await page.getByRole('button', { name: 'Remove seen' }).click()
  await page.getByText('seen', { exact: true }).waitFor({ state: 'detached' })

  await page.getByTestId('faults').getByRole('button', { name: 'Add' }).click()
  await page.getByTestId('faults').getByText('out-of-memory', { exact: false }).first().waitFor()
  expect(network.faults.list()).toMatchObject([{ on: 'stage', cause: 'out-of-memory' }])
  await page.getByRole('button', { name: /^Take fault/ }).click()
  await expect.poll(() => network.faults.list()).toEqual([])

  await page.getByTestId('misbehaviours').getByRole('button', { name: 'Add' }).click()
  await expect.poll(() => network.misbehaviours.list()).toHaveLength(1)
  await page.getByRole('button', { name: 'Take all back' }).click()
  await expect.poll(() => network.misbehaviours.list()).toEqual([])
  expect(page.errors).toEqual([])
})

it('times are told by the network’s clock, which may be hours ahead', async () => {
  await explorer.network.time({ advanceMs: 5 * 3_600_000 })
  await explorer.run({ args: 'ok' })
  const page = await explorer.visit('/tasks')
  await page.getByRole('row').filter({ hasText: 'COMPLETED' }).first().waitFor()
  const latest = page.getByRole('row').nth(1)
  await latest.getByText(/now|second|minute/).waitFor()
  expect(await latest.textContent()).not.toMatch(/hour/)
})
