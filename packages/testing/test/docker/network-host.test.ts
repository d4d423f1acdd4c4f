import { existsSync } from 'node:fs'
import { askControl } from '@iexec-sim/client'
import { expect, it } from 'vitest'
import { NetworkHost } from '../../src/network-host.ts'

it('networks of a process that are released together are all closed', async () => {
  const host = new NetworkHost()
  const held = await Promise.all([host.start({}), host.start({}), host.start({})])
  await Promise.all(held.map(({ release }) => release()))
  expect(held.map(({ network }) => existsSync(network.stateDir))).toEqual([false, false, false])
})

it('a network that stopped by itself is released while others of its process run', async () => {
  const host = new NetworkHost()
  const [stopped, other] = await Promise.all([host.start({}), host.start({})])
  await askControl(stopped.network, 'POST', '/stop')
  await expect.poll(() => existsSync(stopped.network.stateDir), { timeout: 15_000 }).toBe(false)
  await stopped.release()
  expect((await askControl(other.network, 'GET', '/status')).status).toBe(200)
  await other.release()
})

it('a process whose only start failed takes no further networks', async () => {
  const host = new NetworkHost()
  await expect(host.start({ protocol: 'poco@1.2.3' })).rejects.toMatchObject({
    code: 'TEST_NETWORK_FAILED',
  })
  expect(host.isOpen).toBe(false)
})
