import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isWanted } from './support/chains.ts'
import { OfflineNetwork } from './support/offline-network.ts'
import { ClientProject } from './support/project.ts'

const network = new OfflineNetwork()
beforeAll(() => network.up('--profile', 'bellecour,arbitrum-sepolia'))
afterAll(() => network[Symbol.asyncDispose]())

const VARIANTS = [
  { major: 8, profile: 'bellecour', tee: 'scone' },
  { major: 8, profile: 'bellecour', tee: 'gramine' },
  { major: 8, profile: 'bellecour', tee: 'tdx' },
  { major: 8, profile: 'arbitrum-sepolia', tee: 'tdx' },
  { major: 9, profile: 'arbitrum-sepolia', tee: 'tdx' },
] as const
const wanted = VARIANTS.filter(({ major, tee }) => isWanted(major, tee))

describe.each(wanted)(
  'client $major on $profile, tee $tee: the tutorial',
  ({ major, profile, tee }) => {
    let project: ClientProject
    let taskId: string
    beforeAll(async () => {
      project = await new ClientProject(network, major, profile, 'iexec').init({ tee })
      // Where RLC is a token, transactions cost ether.
      if (profile !== 'bellecour')
        await network.json(['faucet', project.address, '--profile', profile])
    })
    afterAll(() => project[Symbol.dispose]())

    it.runIf(profile === 'bellecour')('opens the storage of results', async () => {
      expect(await project.ok('storage', 'init')).toMatchObject({ isInitialized: true })
      expect(await project.ok('storage', 'check')).toMatchObject({ isInitialized: true })
      expect(await project.fails('storage', 'init')).toContain('is already initialized')
    })

    it('deploys the app that was prepared', async () => {
      expect(await deploy(project, tee)).toMatchObject({ address: expect.stringMatching(/^0x/) })
    })

    it('pushes secrets once', async () => {
      await project.ok(
        'requester',
        'push-secret',
        'my-namespace',
        '--secret-value',
        `ns-${project.address}`,
      )
      await project.ok('requester', 'push-secret', 'my-key', '--secret-value', 'counter')
      expect(await project.ok('requester', 'check-secret', 'my-namespace')).toMatchObject({
        isSet: true,
      })
      expect(await project.ok('requester', 'check-secret', 'other')).toMatchObject({ isSet: false })
      expect(
        await project.fails('requester', 'push-secret', 'my-key', '--secret-value', 'again'),
      ).toContain('already exists')
    })

    it('runs the app on the debug pool and watches it to its end', async () => {
      const run = await project.ok(
        'app',
        'run',
        '--tag',
        `tee,${tee}`,
        '--workerpool',
        poolOf(profile),
        '--watch',
        '--force',
        '--secret',
        '1=my-namespace',
        '2=my-key',
      )
      const [task] = run.tasks as { taskid: string; statusName: string }[]
      expect(task).toMatchObject({ statusName: 'COMPLETED' })
      taskId = task!.taskid
    })

    it('shows and downloads the result', async () => {
      expect(await project.ok('task', 'show', taskId, '--download', 'result')).toMatchObject({
        task: { status: 3 },
      })
      const files = unzipSync(readFileSync(join(project.dir, 'result.zip')))
      expect(Buffer.from(files['result.txt']!).toString()).toBe('endpoint hit 1 times')
    })

    it('shows the task as the pool sees it, and the app’s output to its requester', async () => {
      const { offchainData, appLogs } = (await project.ok('task', 'debug', taskId, '--logs')) as {
        offchainData?: unknown
        appLogs?: unknown
      }
      expect(offchainData).toMatchObject({ task: { status: 'COMPLETED' } })
      expect(appLogs).toMatchObject([{ stdout: 'endpoint hit 1 times\n' }])
    })
  },
)

describe.each(wanted.filter(({ major, tee }) => major === 9 || tee === 'scone'))(
  'client $major on $profile, tee $tee: a sealed result',
  ({ major, profile, tee }) => {
    it('is decrypted with the beneficiary’s key, during the download or after it', async () => {
      using project = await new ClientProject(network, major, profile).init({ tee })
      if (profile !== 'bellecour')
        await network.json(['faucet', project.address, '--profile', profile])
      await deploy(project, tee)
      if (profile === 'bellecour') await project.ok('storage', 'init')
      for (const name of ['one', 'two'])
        await project.ok('requester', 'push-secret', name, '--secret-value', name)
      await project.ok('result', 'generate-encryption-keypair')
      await project.ok('result', 'push-encryption-key')
      const secrets = ['--secret', '1=one', '2=two']
      const where = ['--workerpool', poolOf(profile), '--tag', `tee,${tee}`, '--watch', '--force']
      const run = await project.ok('app', 'run', '--encrypt-result', ...where, ...secrets)
      const [{ taskid }] = run.tasks as [{ taskid: string }]
      await project.ok('task', 'show', taskid, '--download', 'sealed')
      expect(Object.keys(unzipSync(readFileSync(join(project.dir, 'sealed.zip')))).sort()).toEqual([
        'aes-key.rsa',
        'iexec_out.zip.aes',
      ])
      await project.ok('result', 'decrypt', 'sealed.zip', '--force')
      const opened = unzipSync(readFileSync(join(project.dir, 'results.zip')))
      expect(Buffer.from(opened['result.txt']!).toString()).toMatch(/^endpoint hit/)
    })
  },
)

/** Makes the tutorial's app the project's own, as `app prepare` says, and deploys it. */
async function deploy(project: ClientProject, tee: string) {
  const image = 'iexec-sim/requester-secrets-js'
  const prepared = await network.json<Prepared>(['app', 'prepare', image, '--tee', tee])
  await project.ok('app', 'init', ...(tee === 'tdx' ? [] : ['--tee']))
  project.edit('iexec.json', ({ app }) => {
    app.name = `requester-secrets of ${project.address}`
    app.multiaddr = prepared.image
    app.checksum = prepared.checksum
    if (prepared.mrenclave) app.mrenclave = prepared.mrenclave
  })
  return project.ok('app', 'deploy')
}

interface Prepared {
  image: string
  checksum: string
  mrenclave?: object
}

/** By its name where there are names, else by its address. */
function poolOf(profile: string): string {
  const { workerpool } = network.sheets.find((sheet) => sheet.profile === profile)!
  return profile === 'bellecour' ? workerpool.name : workerpool.address
}

it('nothing tried to leave this machine', () => {
  expect(network.escapes()).toEqual([])
})
