import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CliNetwork, cli } from './support/cli.ts'
import { SCENARIO_IMAGE } from './support/images.ts'

describe('iexec-sim stand-in', () => {
  const network = new CliNetwork()
  beforeAll(() =>
    network.up('--stand-in', 'api.telegram.org', '--stand-in', 'ipfs.iex.ec=my-image'),
  )
  afterAll(() => network[Symbol.asyncDispose]())

  it('lists those from the start, those asked for and those of other images', async () => {
    const { standIns } = await network.json<{ standIns: { host: string }[] }>(['stand-in', 'list'])
    expect(standIns.map(({ host }) => host).sort()).toEqual([
      'api.countapi.xyz',
      'api.telegram.org',
      'ipfs-gateway.arbitrum-mainnet.iex.ec',
      'ipfs-gateway.arbitrum-sepolia-testnet.iex.ec',
      'ipfs-gateway.v8-bellecour.iex.ec',
      'ipfs.iex.ec',
    ])
    const { stdout } = await network.cli(['stand-in', 'list'])
    expect(stdout).toMatch(/^api\.telegram\.org +iexec-sim\/stand-ins {2}0 calls$/m)
    expect(stdout).toMatch(/^ipfs\.iex\.ec +my-image$/m)
  })

  it('refuses a host whose calls are not recorded', async () => {
    for (const host of ['ipfs.iex.ec', 'api.telegram.com']) {
      const { code, stderr } = await network.cli(['stand-in', 'calls', host])
      expect([code, stderr]).toEqual([expect.any(Number), expect.stringContaining(`"${host}"`)])
      expect(code).not.toBe(0)
    }
  })
})

it('the calls of a task to a stand-in are shown as text and as JSON', async () => {
  await using network = await new CliNetwork().up('--stand-in', 'api.telegram.org')
  const none = await network.cli(['stand-in', 'calls', 'api.telegram.org'])
  expect(none.stdout).toBe('No task has called api.telegram.org.\n')
  const url = 'https://api.telegram.org/bot1:token/getMe'
  await network.cli(['run', SCENARIO_IMAGE, '--args', `call ${url}`])
  const { stdout } = await network.cli(['stand-in', 'calls', 'api.telegram.org'])
  expect(stdout).toMatch(/^\S+Z {2}GET \/bot1:token\/getMe {2}200\n$/)
  const { calls } = await network.json<{ calls: unknown[] }>([
    'stand-in',
    'calls',
    'api.telegram.org',
  ])
  expect(calls).toMatchObject([{ host: 'api.telegram.org', path: '/bot1:token/getMe' }])
})

it('a network is not started with a stand-in that nobody brings', async () => {
  const { code, stderr } = await cli(['up', '--stand-in', 'api.example.org'])
  expect([code, stderr]).toEqual([2, expect.stringContaining('api.mailjet.com')])
})
