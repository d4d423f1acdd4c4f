import { availableParallelism } from 'node:os'
import { createNetwork, NetworkPool, POOL_VARIABLE, type TestNetwork } from '@iexec-sim/testing'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SCENARIO_IMAGE } from './support/images.ts'

const MANY = 10
/** Those that run a task; all ten would take this test half a minute on a small machine. */
const BUSY = 3
const NETWORK_LABEL = 'io.iexec-sim.network'

let pool: NetworkPool
let networks: TestNetwork[] = []
beforeAll(async () => {
  pool = await NetworkPool.start(MANY)
  process.env[POOL_VARIABLE] = pool.url
  networks = await Promise.all(Array.from({ length: MANY }, () => createNetwork()))
})
afterAll(async () => {
  delete process.env[POOL_VARIABLE]
  await Promise.all(networks.map((network) => network.close()))
  await pool?.close()
})

describe('ten networks at once', () => {
  it('have ports of their own and share a process for each processor', () => {
    const ports = networks.map(({ sheet }) => JSON.stringify(sheet).match(/127\.0\.0\.1:\d+/g)!)
    const [first] = ports.map((urls) => new Set(urls).size)
    expect(first).toBeGreaterThan(5)
    expect(new Set(ports.flat()).size).toBe(MANY * first!)
    expect(new Set(networks.map(({ sheet }) => sheet.pid)).size).toBe(
      Math.min(MANY, availableParallelism()),
    )
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

  it('that ran a task label their resources in the engine with an id of their own', async () => {
    const names = await Promise.all(
      networks.map(async ({ snapshots }) => (await snapshots.list())[0]!.network),
    )
    expect(new Set(names).size).toBe(MANY)
    const docker = new Docker()
    for (const name of names.slice(0, BUSY)) {
      const own = { label: [`${NETWORK_LABEL}=${name}`] }
      expect(await docker.listContainers({ filters: own })).not.toHaveLength(0)
    }
  })
})
