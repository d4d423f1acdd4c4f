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
afterAll(() => explorer[Symbol.asyncDispose]())

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

it('an unknown image is refused by its name, and any image without a session', async () => {
  const page = await explorer.open('/attestation')
  await page.getByLabel('App or image').fill('no-such/image:1')
  await page.getByRole('button', { name: 'Measure' }).click()
  await page.getByRole('alert').getByText('"no-such/image:1" is not in').waitFor()
  const url = `${explorer.url}/api/attestation/measurement?image=${START_IMAGE}`
  expect((await fetch(url)).status).toBe(401)
})

it('the page of a task shows each check of its evidence', async () => {
  const { taskId } = await explorer.run({ args: 'ok' })
  const page = await explorer.visit(`/tasks/${taskId}`)
  await page.getByTestId('evidence').getByText('fingerprint: passed').first().waitFor()
  expect(page.errors).toEqual([])
})
