import { createHmac } from 'node:crypto'
import { network } from '@iexec-sim/testing/vitest'
import { expect, test } from 'vitest'

const app = await network.app(process.env.APP_IMAGE ?? 'iexec-sim-example', { tee: 'scone' })

test('the app signs with the secret of the requester', async () => {
  await network.pushSecret('signing-key', 'k1')
  const result = await network.run(app, { args: 'hello', secrets: { 1: 'signing-key' } })
  expect(result.text()).toBe(createHmac('sha256', 'k1').update('hello').digest('hex'))
})

test('the app fails without the secret, as the one of the former test is gone', async () => {
  const [wallet] = network.wallets
  expect(
    await wallet.requester.sms('scone').hasRequesterSecret(wallet.address, 'signing-key'),
  ).toBe(false)
  const result = await network.run(app, { args: 'hello' })
  expect(result).toMatchObject({ completed: false, cause: 'APP_COMPUTE_FAILED' })
  expect(result.logs[0]?.stdout).toContain('the key, is missing')
})
