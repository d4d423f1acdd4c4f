import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
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

it('a process does not end while one of its networks still starts', async () => {
  const file = new URL('../../src/network-host.ts', import.meta.url).href
  const script = `
    const { NetworkHost } = await import('${file}')
    const host = new NetworkHost()
    const held = await Promise.all([host.start({}), host.start({}), host.start({})])
    console.log(held.length)
    await Promise.all(held.map(({ release }) => release()))`
  const args = ['--input-type=module', '--eval', script]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  expect(stdout).toBe('3\n')
})
