import { afterAll, beforeAll, expect, it } from 'vitest'
import { OfflineNetwork } from './support/offline-network.ts'
import { ClientProject } from './support/project.ts'

const network = new OfflineNetwork()
beforeAll(() => network.up('--fast-fail'))
afterAll(() => network[Symbol.asyncDispose]())

it('iexec task show --watch ends for a task that cannot be computed, which the chain calls failed', async () => {
  using project = await new ClientProject(network, 8, 'bellecour').init({ tee: 'scone' })
  await project.ok('app', 'init')
  project.edit('iexec.json', ({ app }) => {
    app.name = `fails for ${project.address}`
    app.multiaddr = 'iexec-sim/requester-secrets-js'
    app.checksum = `0x${'11'.repeat(32)}`
  })
  await project.ok('app', 'deploy')
  const where = [
    '--workerpool',
    network.sheets[0]!.workerpool.address,
    '--skip-preflight-check',
    '--force',
  ]
  const { deals } = await project.ok('app', 'run', ...where)
  const { deal } = await project.ok('deal', 'show', (deals as [{ dealid: string }])[0].dealid)
  const { tasks } = deal as { tasks: Record<string, string> }
  expect(await project.ok('task', 'show', tasks[0]!, '--watch')).toMatchObject({
    task: { statusName: 'FAILED' },
  })
})
