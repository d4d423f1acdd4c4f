import { dockerfileContext } from '@iexec-sim/docker'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SCENARIO_IMAGE } from '../support/images.ts'
import { Explorer } from './support/explorer.ts'

const FILE_IMAGE = 'iexec-sim-test/attestation:file'
const START_IMAGE = 'iexec-sim-test/attestation:start'

let explorer: Explorer
beforeAll(async () => {
  explorer = await Explorer.start()
  const build = (line: string, tag: string) =>
    explorer.sim.engine.buildImage(dockerfileContext(`FROM ${SCENARIO_IMAGE}\n${line}\n`), { tag })
  await build('WORKDIR "/<b>\u202egpj"', FILE_IMAGE)
  await build('ENV COLOUR=blue', START_IMAGE)
})
afterAll(async () => {
  for (const image of [FILE_IMAGE, START_IMAGE]) await explorer.sim.engine.removeImage(image)
  await explorer[Symbol.asyncDispose]()
})

it('the page of attestation shows why the fingerprints of two images differ', async () => {
  const page = await explorer.open('/attestation')
  await page.getByLabel('App or image').fill(START_IMAGE)
  await page.getByLabel('Compare with').fill(FILE_IMAGE)
  await page.getByRole('button', { name: 'Measure' }).click()
  const difference = page.getByTestId('difference')
  await difference.getByText('<b>\\u{202e}gpj', { exact: true }).waitFor()
  expect(await difference.getByText('added', { exact: true }).count()).toBe(1)
  await difference.getByText('COLOUR=blue').waitFor()
  await page.getByTestId('measurement').getByText('COLOUR=blue').waitFor()
  expect(page.errors).toEqual([])
})

it('an app of the network is measured by its address, and only with a session', async () => {
  const { taskId } = await explorer.run({ args: 'ok' })
  const answer = await fetch(`${explorer.url}/api/tasks/${taskId}`)
  const { app } = (await answer.json()) as { app: string }
  const page = await explorer.open('/attestation')
  await page.getByLabel('App or image').fill(app)
  await page.getByRole('button', { name: 'Measure' }).click()
  await page.getByTestId('measurement').getByText('fingerprint').waitFor()
  const query = new URLSearchParams({ image: app })
  expect((await fetch(`${explorer.url}/api/attestation/measurement?${query}`)).status).toBe(401)
  const visitor = await explorer.visit('/attestation')
  await visitor.getByText('needs a session').waitFor()
})

it('an unknown image is refused by its name', async () => {
  const page = await explorer.open('/attestation')
  await page.getByLabel('App or image').fill('no-such/image:1')
  await page.getByRole('button', { name: 'Measure' }).click()
  await page.getByRole('alert').getByText('"no-such/image:1" is not in').waitFor()
})

it('the page of a task shows each check of its evidence', async () => {
  const { taskId } = await explorer.run({ args: 'ok' })
  const page = await explorer.visit(`/tasks/${taskId}`)
  await page.getByTestId('evidence').getByText('fingerprint: passed').first().waitFor()
  expect(page.errors).toEqual([])
})
