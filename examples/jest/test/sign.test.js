import { createHmac } from 'node:crypto'
import { createNetwork } from '@iexec-sim/testing'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'

const IMAGE = process.env.APP_IMAGE ?? 'iexec-sim-example'

let network, app
beforeAll(async () => {
  network = await createNetwork()
  app = await network.app(IMAGE, { tee: 'scone' })
  await network.snapshots.save('app-deployed')
})
afterEach(() => network.snapshots.restore('app-deployed'))
afterAll(() => network.close())

test('signs with the secret of the requester', async () => {
  await network.pushSecret('signing-key', 'k1')
  const result = await network.run(app, { args: 'hello', secrets: { 1: 'signing-key' } })
  expect(result.text()).toBe(createHmac('sha256', 'k1').update('hello').digest('hex'))
})

test('has forgotten the secret of the test before', async () => {
  await network.pushSecret('signing-key', 'k2')
  const result = await network.run(app, { args: 'hello', secrets: { 1: 'signing-key' } })
  expect(result.text()).toBe(createHmac('sha256', 'k2').update('hello').digest('hex'))
})

test('runs on a network of its own that ends with the test', async () => {
  await using own = await createNetwork({ workers: 1 })
  const result = await own.run(await own.app(IMAGE, { tee: 'gramine' }), { args: 'hello' })
  expect(result.cause).toBe('APP_COMPUTE_FAILED')
  expect(result.logs[0].stdout).toContain('the key, is missing')
})
