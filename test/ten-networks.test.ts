import { createNetwork, type TestNetwork } from '@iexec-sim/testing'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SCENARIO_IMAGE } from './support/images.ts'

const MANY = 10
/** Those that run a task; all ten would take this test half a minute on a small machine. */
const BUSY = 3
const NETWORK_LABEL = 'io.iexec-sim.network'

let networks: TestNetwork[] = []
beforeAll(async () => {
  networks = await Promise.all(Array.from({ length: MANY }, () => createNetwork({ workers: 1 })))
})
afterAll(() => Promise.all(networks.map((network) => network.close())))

describe('ten networks at once', () => {
  it('are processes of their own, each with its own ports', () => {
    const ports = networks.map(({ sheet }) => JSON.stringify(sheet).match(/127\.0\.0\.1:\d+/g)!)
    const [first] = ports.map((urls) => new Set(urls).size)
    expect(first).toBeGreaterThan(5)
    expect(new Set(ports.flat()).size).toBe(MANY * first!)
    expect(new Set(networks.map(({ sheet }) => sheet.pid)).size).toBe(MANY)
  })

  it('label their resources in the engine with their own id', async () => {
    const names = await Promise.all(
      networks.map(async ({ snapshots }) => (await snapshots.list())[0]!.network),
    )
    expect(new Set(names).size).toBe(MANY)
    const docker = new Docker()
    for (const name of names) {
      const own = () => docker.listContainers({ filters: { label: [`${NETWORK_LABEL}=${name}`] } })
      // Slots are made after a start, by one network after the other where ten of them share an
      // engine.
      await expect.poll(own, { timeout: 60_000 }).not.toHaveLength(0)
    }
  })

  it('do not share secrets', async () => {
    await Promise.all(
      networks.map((network, i) => network.pushSecret(`of-${i}`, 'x', { tee: 'scone' })),
    )
    const known = await Promise.all(
      networks.map(({ wallets: [{ requester, address }] }) =>
        Promise.all(
          networks.map((_, i) => requester.sms('scone').hasRequesterSecret(address, `of-${i}`)),
        ),
      ),
    )
    expect(known).toEqual(networks.map((_, row) => networks.map((_, column) => row === column)))
  })

  it('that run a task at the same time have deal ids and a secret of their own', async () => {
    const results = await Promise.all(
      networks.slice(0, BUSY).map(async (network, i) => {
        await network.pushSecret('shared-name', `value-${i}`, { tee: 'scone' })
        const app = await network.app(SCENARIO_IMAGE, { tee: 'scone' })
        return network.run(app, { args: 'env', secrets: { 1: 'shared-name' } })
      }),
    )
    expect(
      results.map((result) => result.json<Record<string, string>>().IEXEC_REQUESTER_SECRET_1),
    ).toEqual(results.map((_, i) => `value-${i}`))
    expect(new Set(results.map(({ taskId }) => taskId)).size).toBe(BUSY)
    expect(new Set(results.map(({ dealId }) => dealId)).size).toBe(BUSY)
  })
})
