import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createNetwork, NetworkPool, POOL_VARIABLE } from '@iexec-sim/testing'
import { network } from '@iexec-sim/testing/vitest'
import { describe, expect, it } from 'vitest'
import { SCENARIO_IMAGE } from './support/images.ts'

const app = await network.app(SCENARIO_IMAGE, { tee: 'scone' })

describe('a stand-in', () => {
  it('that was asked for tells what tasks sent to it', async () => {
    await using other = await createNetwork({ standIns: ['api.telegram.org'] })
    const url = 'https://api.telegram.org/bot1:token/getMe'
    const scenario = await other.app(SCENARIO_IMAGE)
    const result = await other.run(scenario, { args: `call ${url}` })
    expect(JSON.parse(result.text())).toMatchObject({ ok: true })
    const calls = await other.standIn('api.telegram.org').calls()
    expect(calls).toMatchObject([{ method: 'GET', path: '/bot1:token/getMe', status: 200 }])
    await other.reset()
    expect(await other.standIn('api.telegram.org').calls()).toEqual([])
  })

  it('comes with the sample apps under official names, for those who ask for them', async () => {
    await using other = await createNetwork({ officialApps: true })
    expect(other.sheet.officialApps).toEqual({
      web3mail: expect.stringMatching(/^0x\w{40}$/),
      web3telegram: expect.stringMatching(/^0x\w{40}$/),
    })
    expect(await other.standIn('api.mailjet.com').calls()).toEqual([])
    await other.reset()
  })

  it('that nobody brings is refused', async () => {
    await expect(createNetwork({ standIns: ['api.example.org'] })).rejects.toThrow(
      'api.example.org',
    )
  })
})

describe('the network of a test file', () => {
  it('runs an app that uses a secret', async () => {
    await network.pushSecret('password', 'xylophone')
    const result = await network.run(app, { args: 'env', secrets: { 1: 'password' } })
    expect(result.completed).toBe(true)
    expect(result.json()).toMatchObject({ IEXEC_REQUESTER_SECRET_1: 'xylophone' })
  })

  it('is reset after each test, to the state before the tests', async () => {
    await network.pushSecret('password', 'another')
    const result = await network.run(app, { args: 'env', secrets: { 1: 'password' } })
    expect(result.json()).toMatchObject({ IEXEC_REQUESTER_SECRET_1: 'another' })
  })

  it('gives the official library to each wallet', async () => {
    const [first, second] = network.wallets
    expect(await first.iexec.secrets.pushRequesterSecret('by-the-library', 'x')).toMatchObject({
      isPushed: true,
    })
    expect(
      await first.iexec.secrets.checkRequesterSecretExists(first.address, 'by-the-library'),
    ).toBe(true)
    expect((await second!.iexec.wallet.checkBalances(second!.address)).wei.gtn(0)).toBe(true)
    expect(new Set(network.wallets.map(({ address }) => address)).size).toBe(network.wallets.length)
  })

  it('returns the cause of a failed task', async () => {
    const result = await network.run(app, { args: 'exit 3' })
    expect(result).toMatchObject({ completed: false, cause: 'APP_COMPUTE_FAILED' })
    expect(result.logs[0]!.stdout).toContain('about to fail')
    expect(() => result.text()).toThrow(/has no result: .*APP_COMPUTE_FAILED/)
  })

  it('has one clock for chain and services', async () => {
    const before = await network.time.now()
    const after = await network.time.advance('50m')
    expect(after.getTime() - before.getTime()).toBeGreaterThanOrEqual(3_000_000)
    expect(() => network.time.advance('soon')).toThrow('Invalid duration "soon"')
    await expect(network.time.set(new Date(0))).rejects.toThrow()
  })

  it('has misbehaving workers on request, and honest ones in the next test', async () => {
    await network.misbehave('worker-1', 'never-reveals')
    await expect(network.misbehave('worker-9' as never, 'never-reveals')).rejects.toThrow(
      'worker-9',
    )
  })
})

describe('snapshots', () => {
  it('go to another network as files', async () => {
    await using other = await createNetwork({ workers: 1 })
    const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-testing-'))
    const file = join(dir, 'network.snapshot')
    await network.pushSecret('travels', 'x', { tee: 'scone' })
    await network.snapshots.save('away')
    await network.snapshots.export('away', file)
    await expect(other.snapshots.import('here', file)).rejects.toThrow(
      'encrypted with the key of another network',
    )
    await other.snapshots.import('here', file, await network.snapshots.keys())
    await other.snapshots.restore('here')
    const [{ requester, address }] = other.wallets
    expect(await requester.sms('scone').hasRequesterSecret(address, 'travels')).toBe(true)
    rmSync(dir, { recursive: true })
  })
})

it('the snapshots a network is reset to cannot be replaced or removed', async () => {
  for (const name of ['pristine', 'before-this-test']) {
    await expect(network.snapshots.save(name)).rejects.toMatchObject({
      code: 'SNAPSHOT_NAME_TAKEN',
    })
    await expect(network.snapshots.remove(name)).rejects.toMatchObject({
      code: 'SNAPSHOT_NAME_TAKEN',
    })
  }
})

describe('faults', () => {
  it('strike in the test that adds them, and not in the next', async () => {
    await network.faults.add({ on: 'http', service: 'market', does: { status: 503 } })
    expect((await fetch(`${network.sheet.market}/version`)).status).toBe(503)
    expect(await network.faults.list()).toMatchObject([{ service: 'market' }])
    await expect(
      network.faults.add({ on: 'http', service: 'markt' as never, does: { status: 503 } }),
    ).rejects.toThrow('market')
  })

  it('are gone', async () => {
    expect((await fetch(`${network.sheet.market}/version`)).status).toBe(200)
    expect(await network.faults.list()).toEqual([])
  })
})

describe('a network of one’s own', () => {
  it('starts empty, and leaves nothing behind', async () => {
    const own = await createNetwork({ workers: 1, misbehaviours: { 'worker-1': 'wrong-digest' } })
    await own.pushSecret('mine', 'x', { tee: 'scone' })
    expect(own.sheet.workers).toHaveLength(1)
    expect(
      await network.wallets[0].requester
        .sms('scone')
        .hasRequesterSecret(network.wallets[0].address, 'mine'),
    ).toBe(false)
    const { pid } = own.sheet
    await own.close()
    expect(existsSync(`/proc/${pid}`)).toBe(false)
    await expect(fetch(own.sheet.rpc)).rejects.toThrow()
  })

  it('that cannot be started fails with the reason', async () => {
    await expect(createNetwork({ protocol: 'poco@1.2.3' })).rejects.toMatchObject({
      code: 'TEST_NETWORK_FAILED',
    })
  })

  it('ends with the process that started it', async () => {
    const script = `import { createNetwork } from '${import.meta.resolve('@iexec-sim/testing')}'
      const { sheet } = await createNetwork()
      console.log(sheet.pid)
      process.kill(process.pid, 'SIGKILL')`
    let pid = ''
    try {
      execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'ignore'],
      })
    } catch (error) {
      pid = String((error as { stdout: Buffer }).stdout).trim()
    }
    expect(Number(pid)).toBeGreaterThan(0)
    await expect.poll(() => existsSync(`/proc/${pid}`), { timeout: 15_000 }).toBe(false)
  })
})

describe('a pool', () => {
  it('gives each test file its own network, and resets a used one', async () => {
    await using pool = await NetworkPool.start(1)
    process.env[POOL_VARIABLE] = pool.url
    try {
      const first = await createNetwork()
      const { rpc } = first.sheet
      await first.pushSecret('left', 'x', { tee: 'scone' })
      const second = await createNetwork()
      expect(second.sheet.rpc).not.toBe(rpc)
      await first.close()
      const third = await createNetwork()
      expect(third.sheet.rpc).toBe(rpc)
      expect(
        await third.wallets[0].requester
          .sms('scone')
          .hasRequesterSecret(third.wallets[0].address, 'left'),
      ).toBe(false)
      await second.close()
      await third.close()
    } finally {
      delete process.env[POOL_VARIABLE]
    }
  })

  it('refuses clients without its token', async () => {
    await using pool = await NetworkPool.start(0)
    expect((await fetch(new URL('/guess', pool.url))).status).toBe(404)
  })
})
