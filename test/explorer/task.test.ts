import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Outcome } from '../support/scenario-network.ts'
import { Explorer } from './support/explorer.ts'
import { picture } from './support/picture.ts'

let explorer: Explorer
beforeAll(async () => {
  explorer = await Explorer.start()
  const { requester } = explorer.sim
  await requester
    .sms('scone')
    .pushRequesterSecret(requester.wallet as never, 'api-key', 'value-of-the-key')
})
afterAll(() => explorer[Symbol.asyncDispose]())

const pageOf = ({ taskId }: Pick<Outcome, 'taskId'>) => `/tasks/${taskId}`

describe('the page of a task that completed', () => {
  let task: Outcome
  beforeAll(async () => {
    task = await explorer.run({ args: 'echo done', secrets: { 1: 'api-key' } })
  })

  it('shows its timeline, result, secrets, consensus and payments, and no failure', async () => {
    const page = await explorer.open(pageOf(task))
    await page.getByTestId('timeline').getByText(/^All /).waitFor()
    expect(await page.getByTestId('failure').count()).toBe(0)
    expect(await page.getByTestId('status').first().textContent()).toBe('COMPLETED')
    const lanes = await page.locator('.gantt .lane').allTextContents()
    expect(lanes.map((lane) => lane.replace(/worker-\d/, 'worker-N'))).toEqual([
      'chain',
      'workerpool',
      'sms scone',
      'provisioning scone',
      'worker-N',
      'enclave worker-N',
      'storage',
    ])
    await page.getByTestId('result').getByText('result.txt', { exact: true }).waitFor()
    await page.getByTestId('secrets').getByText('session → the app enclave').waitFor()
    await page.getByTestId('consensus').getByText('Consensus is reached').waitFor()
    await page.getByTestId('payments').getByText('Paid by').waitFor()
    await picture(page, 'explorer-task')
    expect(page.errors).toEqual([])
  })

  it('shows what its app printed to those who have a session alone', async () => {
    const session = await explorer.open(pageOf(task))
    await session.getByTestId('logs').getByText('stdout says done').waitFor()
    await session.getByTestId('logs').getByText('stderr says done').waitFor()
    const visitor = await explorer.visit(pageOf(task))
    await visitor.getByTestId('logs').getByText('iexec-sim open').waitFor()
    const answer = await fetch(`${explorer.url}/api${pageOf(task)}/logs`)
    expect([answer.status, await answer.text()]).toEqual([401, expect.not.stringContaining('says')])
  })

  it('gives the command and the test that run it again', async () => {
    const page = await explorer.open(pageOf(task))
    const copy = page.getByTestId('copy-as')
    await copy.getByText('Command line').click()
    const command = await copy.getByLabel('Command line', { exact: true }).textContent()
    expect(command).toMatch(
      /^iexec-sim run \S+ --tag tee,scone --args 'echo done' --secret 1=api-key$/,
    )
    await copy.getByText('Test', { exact: true }).click()
    const test = await copy.getByLabel('Test', { exact: true }).textContent()
    expect(test).toContain("{ args: 'echo done', secrets: { '1': 'api-key' } }")
  })

  it('is used with the keyboard alone: arrow keys move between steps', async () => {
    const page = await explorer.visit(pageOf(task))
    await page.locator('.gantt [data-step]').first().focus()
    const details = page.getByTestId('step-details')
    await details.getByText('deal matched').waitFor()
    await page.keyboard.press('ArrowRight')
    await details.getByText('task received').waitFor()
    await page.keyboard.press('End')
    await details.getByText('complete', { exact: true }).waitFor()
    const reachable = await page.locator('.gantt [data-step][tabindex="0"]').count()
    expect(reachable).toBe(1)
  })
})

describe('the page of a task that failed', () => {
  it('because its app did begins with the reason and the fix', async () => {
    const task = await explorer.run({ args: 'exit 3', secrets: { 1: 'api-key', 2: 'absent' } })
    const page = await explorer.visit(pageOf(task))
    const failure = page.getByTestId('failure')
    await failure.getByText('The app exited with code 3.').waitFor()
    await failure.getByText('APP_COMPUTE_FAILED').waitFor()
    await page.getByTestId('missing').getByText('“absent”').waitFor()
    await page.locator('.gantt .step.failing').waitFor()
    await page.getByTestId('step-details').getByText('The app exited with code 3.').waitFor()
    expect(page.errors).toEqual([])
  })

  it('because evidence was refused shows the refusal and the path of its secrets', async () => {
    const { faults } = explorer.network
    const fault = faults.add({ on: 'stage', cause: 'attestation-refused', stage: 'app' })
    const task = await explorer.run({ args: 'ok', secrets: { 1: 'api-key' } })
    faults.clear(fault.id)
    const page = await explorer.visit(pageOf(task))
    await page.getByTestId('failure').getByText('refused the evidence').waitFor()
    await page.getByTestId('secrets').getByText('refused to the app enclave').first().waitFor()
    await picture(page, 'explorer-task-failed')
  })
})

describe('the page of a task that runs', () => {
  it('shows its steps and what its app prints as they come, and then its end', async () => {
    const { taskId } = await explorer.sim.match({ args: 'sleep', short: true })
    const page = await explorer.open(pageOf({ taskId }))
    await page.getByTestId('logs').getByText('about to sleep').waitFor()
    await page.getByTestId('logs').getByText('live').waitFor()
    await page.locator('.gantt .step.running').first().waitFor()
    expect(await page.getByTestId('failure').count()).toBe(0)
    await page.getByTestId('failure').getByText('APP_COMPUTE_TIMEOUT').waitFor()
    expect(page.errors).toEqual([])
  })
})

it('an id of no task is refused in a sentence', async () => {
  const page = await explorer.visit(`/tasks/0x${'ab'.repeat(32)}`)
  await page.getByRole('alert').getByText('abab').waitFor()
})
