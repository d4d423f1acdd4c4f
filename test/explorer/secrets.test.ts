import { text as readText } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Explorer } from './support/explorer.ts'
import { picture } from './support/picture.ts'

const VALUE = 'a-value-that-nobody-sees'

let explorer: Explorer
beforeAll(async () => {
  explorer = await Explorer.start()
  const { requester } = explorer.sim
  await requester.sms('scone').pushRequesterSecret(requester.wallet as never, 'told', VALUE)
})
afterAll(() => explorer[Symbol.asyncDispose]())

const pathOf = (name: string) =>
  `/secrets/scone/requester/${explorer.sim.requester.address.toLowerCase()}/${name}`

it('the list of secrets shows what became of each and leads to its way, as it changes', async () => {
  const page = await explorer.visit('/secrets')
  const row = page.getByRole('row').filter({ hasText: '“told”' })
  await row.waitFor()
  expect(await row.getByRole('cell').allTextContents()).toEqual([
    expect.stringContaining('“told”'),
    'scone',
    expect.stringMatching(/ago|now/),
    ...['0', '0', '0', ''],
  ])
  await explorer.run({ args: 'ok', secrets: { 1: 'told', 2: 'absent' } })
  await expect.poll(async () => (await row.getByRole('cell').allTextContents())[4]).toBe('1')
  await page.getByRole('row').filter({ hasText: '“absent”' }).getByText('never').waitFor()
  await row.getByRole('link').click()
  await page.getByRole('heading', { name: /^Requester secret “told”/ }).waitFor()
  expect(new URL(page.url()).pathname).toBe(pathOf('told'))
  expect(await page.content()).not.toContain(VALUE)
  expect(page.errors).toEqual([])
})

it('the page of a secret draws its way to enclaves, refusals in red with their reason', async () => {
  const { faults } = explorer.network
  const fault = faults.add({ on: 'stage', cause: 'attestation-refused', stage: 'app', times: 1 })
  await explorer.run({ args: 'ok', secrets: { 1: 'told' } })
  faults.clear(fault.id)
  const page = await explorer.visit(pathOf('told'))
  const flow = page.getByTestId('flow')
  await flow.locator('.box.bad').getByText('WRONG_FINGERPRINT').waitFor()
  await flow.locator('.box.good').getByText('app enclave').first().waitFor()
  await page.getByTestId('events').getByText('refused: WRONG_FINGERPRINT').waitFor()
  await page.getByTestId('events').getByText('POST /requesters/{requester}/secrets/{key}').waitFor()
  await picture(page, 'explorer-secret')
  await flow.locator('.box.link').first().click()
  await page.getByTestId('timeline').waitFor()
})

it('the switch makes a secret a canary, with a session alone, and a leak is a finding', async () => {
  const visitor = await explorer.visit(pathOf('told'))
  await visitor.getByTestId('flow').waitFor()
  expect(await visitor.getByRole('switch').count()).toBe(0)
  const page = await explorer.open(pathOf('told'))
  await page.getByRole('switch').check()
  await page.getByText('canary', { exact: true }).waitFor()
  const { taskId } = await explorer.run({ args: 'leak', secrets: { 1: 'told' } })
  await page.goto(`${explorer.url}/tasks/${taskId}`)
  const findings = page.getByTestId('findings')
  await findings.getByText('“told”').first().waitFor()
  expect(await findings.textContent()).toMatch(/ in stdout of worker-\d, byte \d+ \(base64\)/)
  expect(await findings.textContent()).not.toContain(VALUE)
})

it('the bug bundle has the output of a task, and no value of its secrets', async () => {
  const { taskId } = await explorer.run({ args: 'leak', secrets: { 1: 'told' } })
  const page = await explorer.open(`/tasks/${taskId}`)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download bug bundle' }).click(),
  ])
  const text = await readText(await download.createReadStream())
  expect(JSON.parse(text)).toMatchObject({
    task: { taskId, status: 'COMPLETED' },
    versions: { 'iexec-sim': expect.any(String) },
    logs: { done: [{ stdout: expect.stringContaining('***') }] },
  })
  expect(text).not.toContain(VALUE)
})
