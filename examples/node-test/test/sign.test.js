import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, afterEach, before, test } from 'node:test'
import { createNetwork } from '@iexec-sim/testing'

const IMAGE = process.env.APP_IMAGE ?? 'iexec-sim-example'

let network, app
before(async () => {
  network = await createNetwork()
  app = await network.app(IMAGE, { tee: 'scone' })
  await network.snapshots.save('app-deployed')
})
afterEach(() => network.snapshots.restore('app-deployed'))
after(() => network.close())

test('signs with the secret of the requester', async () => {
  await network.pushSecret('signing-key', 'k1')
  const result = await network.run(app, { args: 'hello', secrets: { 1: 'signing-key' } })
  assert.equal(result.text(), createHmac('sha256', 'k1').update('hello').digest('hex'))
})

test('has forgotten the secret of the test before', async () => {
  await network.pushSecret('signing-key', 'k2')
  const result = await network.run(app, { args: 'hello', secrets: { 1: 'signing-key' } })
  assert.equal(result.text(), createHmac('sha256', 'k2').update('hello').digest('hex'))
})

test('runs on a network of its own that ends with the test', async () => {
  await using own = await createNetwork({ workers: 1 })
  const result = await own.run(await own.app(IMAGE, { tee: 'gramine' }), { args: 'hello' })
  assert.equal(result.cause, 'APP_COMPUTE_FAILED')
  assert.match(result.logs[0].stdout, /the key, is missing/)
})
