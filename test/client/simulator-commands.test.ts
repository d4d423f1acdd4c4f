import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cli, startCli } from '../support/cli.ts'
import { OfflineNetwork } from './support/offline-network.ts'
import { ClientProject } from './support/project.ts'

const network = new OfflineNetwork()
const scratch = mkdtempSync(join(tmpdir(), 'iexec-sim-config-'))
beforeAll(() => network.up('--tls', '--profile', 'bellecour,arbitrum-sepolia'))
afterAll(async () => {
  await network[Symbol.asyncDispose]()
  rmSync(scratch, { recursive: true })
})

const configured = (...args: string[]) => network.cli(['config', '--dir', scratch, ...args])
const chainJson = () => JSON.parse(readFileSync(join(scratch, 'chain.json'), 'utf8'))

describe('iexec-sim config', () => {
  it('keeps the existing entries, and makes the network the default', async () => {
    const providers = { infura: 'mine' }
    writeFileSync(
      join(scratch, 'chain.json'),
      JSON.stringify({
        default: 'mainnet',
        providers,
        chains: { mainnet: { host: 'x' }, bellecour: { useGas: false } },
      }),
    )
    expect(await configured('--sdk', '8', '--tee', 'gramine')).toMatchObject({ code: 0 })
    expect(chainJson()).toMatchObject({
      default: 'bellecour',
      providers,
      chains: {
        mainnet: { host: 'x' },
        bellecour: {
          id: '134',
          useGas: false,
          defaultTeeFramework: 'gramine',
          hub: network.sheet.hub,
        },
      },
    })
  })

  it('writes https URLs of a network with TLS, and prints the line that makes them trusted', async () => {
    const { stdout } = await configured('--sdk', '8')
    expect(stdout).toContain(`export NODE_EXTRA_CA_CERTS="${network.sheet.tls!.certificate}"`)
    expect(chainJson().chains.bellecour.host).toMatch(/^https:/)
    const https = expect.stringMatching(/^https:/)
    expect(chainJson().chains.bellecour.sms).toEqual({ scone: https, gramine: https, tdx: https })
  })

  it('prints the next steps', async () => {
    expect((await configured('--sdk', '8')).stdout).toContain('npx iexec storage init')
  })

  it.each([
    [
      ['--sdk', '9'],
      'the chain of profile bellecour is known to client 8 only; client 9 knows those of arbitrum-sepolia and arbitrum-mainnet',
    ],
    [['--tee', 'sgx'], 'this network serves scone, gramine, tdx'],
    [['--profile', 'arbitrum-sepolia', '--tee', 'tdx'], 'client 9 always uses tdx'],
    [['--profile', 'mainnet'], 'argument'],
  ])('refuses %j and changes nothing', async (args, reason) => {
    const before = readFileSync(join(scratch, 'chain.json'), 'utf8')
    const { code, stderr } = await configured(...args)
    expect(code).toBe(2)
    expect(stderr).toContain(reason)
    expect(readFileSync(join(scratch, 'chain.json'), 'utf8')).toBe(before)
  })

  it.each(['{ "chains": ', '[]', '{ "chains": "none" }'])(
    'leaves a chain.json alone that holds %s',
    async (text) => {
      const folder = mkdtempSync(join(tmpdir(), 'iexec-sim-broken-'))
      writeFileSync(join(folder, 'chain.json'), text)
      const { code, stderr } = await network.cli(['config', '--dir', folder])
      expect(code).toBe(2)
      expect(stderr).toContain('as a JSON object with chains')
      expect(readFileSync(join(folder, 'chain.json'), 'utf8')).toBe(text)
      rmSync(folder, { recursive: true })
    },
  )

  it('names the existing entries that client 9 refuses', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'iexec-sim-both-'))
    const configure = (profile: string) =>
      network.cli(['config', '--dir', folder, '--profile', profile])
    expect((await configure('bellecour')).stderr).toBe('')
    const { code, stderr } = await configure('arbitrum-sepolia')
    expect(code).toBe(0)
    expect(stderr).toContain(
      'client 9 refuses this file because of chains.bellecour.sms, chains.bellecour.resultProxy',
    )
    rmSync(folder, { recursive: true })
  })

  it('keeps the mode of an existing chain.json', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'iexec-sim-private-'))
    writeFileSync(join(folder, 'chain.json'), '{}', { mode: 0o600 })
    expect(await network.cli(['config', '--dir', folder])).toMatchObject({ code: 0 })
    expect(statSync(join(folder, 'chain.json')).mode & 0o777).toBe(0o600)
    rmSync(folder, { recursive: true })
  })
})

describe('iexec-sim faucet and accounts', () => {
  it('give money, and show balances', async () => {
    const { address } = Wallet.createRandom()
    expect(await network.json(['faucet', address, '--rlc', '2.5'])).toEqual({ address, rlc: '2.5' })
    const accounts = await network.json<{ address: string; balanceWei: string }[]>(['accounts'])
    expect(accounts).toHaveLength(10)
    expect(accounts[0]).toMatchObject({
      number: 0,
      address: network.sheet.accounts[0]!.address,
      stakeNrlc: '0',
    })
  })

  it.each([
    [['0x12'], 'Invalid address "0x12"'],
    [[`0x${'1'.repeat(40)}`, '--rlc', '-1'], 'an amount above 0 is required'],
    [[`0x${'1'.repeat(40)}`, '--ether', '1'], 'the coin of profile bellecour is RLC'],
  ])('refuse %j', async (args, reason) => {
    const { code, stderr } = await network.cli(['faucet', ...args])
    expect(code).toBe(2)
    expect(stderr).toContain(reason)
  })

  it('fail without a network', async () => {
    expect((await cli(['accounts', '--state', join(scratch, 'nothing')])).code).toBe(3)
  })
})

it('secrets, runs and tasks belong to the network that --profile names', async () => {
  const of = (...args: string[]) => network.cli([...args, '--profile', 'arbitrum-sepolia'])
  expect(await of('secret', 'push', 'there', '--tee', 'tdx', '--value', 'x')).toMatchObject({
    code: 0,
  })
  expect(await of('secret', 'check', 'there', '--tee', 'tdx')).toMatchObject({ code: 0 })
  expect(await network.cli(['secret', 'check', 'there', '--tee', 'tdx'])).toMatchObject({ code: 1 })
  expect((await of('run', 'any', '--tag', 'tee,scone')).stderr).toContain('Use one of tdx.')
  expect((await of('task', 'show', `0x${'12'.repeat(32)}`)).stderr).toContain('Unknown task')
  expect((await of('status')).stdout).toContain('421614')
})

describe('TLS', () => {
  it('carries a secret from the official client to the SMS', async () => {
    using project = await new ClientProject(network, 8).init({ tee: 'scone' })
    const push = ['requester', 'push-secret', 'over-tls', '--secret-value', 'value']
    const untrusted = await project.run(push, { env: { NODE_EXTRA_CA_CERTS: '' } })
    expect(untrusted.ok).toBe(false)
    const trusted = await project.run(push, {
      env: { NODE_EXTRA_CA_CERTS: network.sheet.tls!.certificate },
    })
    expect(trusted).toMatchObject({ ok: true, isPushed: true })
  })

  it('is served at every client’s door, under an authority that is valid for this machine alone', async () => {
    const { certificate, sms, subgraph, ws: _, ...urls } = network.sheet.tls!
    for (const url of [urls, sms, subgraph].flatMap((group) => Object.values(group))) {
      expect(await statusOver(url!, readFileSync(certificate, 'utf8')), url).toBeLessThan(500)
    }
  })

  it('does not open the doors to other names', async () => {
    const ca = readFileSync(network.sheet.tls!.certificate, 'utf8')
    expect(await statusOver(network.sheet.tls!.market, ca, { host: 'evil.example' })).toBe(403)
  })
})

it('an order book with a rate limit refuses requests beyond it', async () => {
  // The pool's own sixty requests for its offers count too.
  await using limited = await new OfflineNetwork().up('--market-rate-limit', '100')
  const ask = () => fetch(`${limited.sheet.market}/version`).then(({ status }) => status)
  const statuses = await Promise.all(Array.from({ length: 101 }, ask))
  expect(new Set(statuses)).toEqual(new Set([200, 429]))
  const refused = await fetch(`${limited.sheet.market}/version`)
  expect(await refused.json()).toEqual({ ok: false, error: 'Rate limit exceeded' })
})

describe('iexec-sim exec', () => {
  const show = 'console.log(JSON.stringify(process.env))'

  it('gives a command a network of its own and its exit code back', async () => {
    const program = `${show}; process.exit(7)`
    const { code, stdout } = await cli(['exec', '--quiet', '--', process.execPath, '-e', program])
    expect(code).toBe(7)
    const env = JSON.parse(stdout) as Record<string, string>
    expect(env.IEXEC_SIM_RPC).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(env.IEXEC_SIM_CHAIN_ID).toBe('134')
    expect(existsSync(env.IEXEC_SIM_PROJECT!)).toBe(false) // gone with the network
    await expect(fetch(env.IEXEC_SIM_RPC!)).rejects.toThrow()
  })

  it('lets other commands and the official client find the network', async () => {
    const program = `
      const { readFileSync } = require('node:fs')
      const chain = JSON.parse(readFileSync(process.env.IEXEC_SIM_PROJECT + '/chain.json'))
      console.log(chain.default, chain.chains['arbitrum-sepolia-testnet'].host === process.env.IEXEC_SIM_RPC)`
    const { code, stdout } = await cli([
      'exec',
      '--quiet',
      '--profile',
      'arbitrum-sepolia',
      '--',
      process.execPath,
      '-e',
      program,
    ])
    expect(stdout.trim()).toBe('arbitrum-sepolia-testnet true')
    expect(code).toBe(0)
  })

  it('leaves nothing behind if it is ended while it starts', async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'iexec-sim-ended-'))
    const child = startCli(['exec', '--', 'true'], { env: { TMPDIR: temporary } })
    for await (const text of child.stderr)
      if (String(text).includes('starting the services')) child.kill('SIGTERM')
    expect(await child).toMatchObject({ exitCode: 143 })
    expect(readdirSync(temporary).filter((name) => name.startsWith('iexec-sim-exec-'))).toEqual([])
    rmSync(temporary, { recursive: true })
  })

  it.each([
    [['exec'], 2, 'missing required argument'],
    [
      ['exec', '--profile', 'nowhere', '--', 'true'],
      2,
      '"nowhere" is not one of bellecour, arbitrum-sepolia',
    ],
    [
      ['exec', '--profile', 'bellecour,arbitrum-sepolia', '--', 'true'],
      2,
      'exactly one network is required',
    ],
    [['exec', '--tee', 'sgx', '--', 'true'], 2, 'this network serves scone, gramine, tdx'],
    [
      ['exec', '--quiet', '--', 'no-such-command-here'],
      127,
      'command "no-such-command-here" not found',
    ],
  ])('%j ends with %i', async (args, expected, reason) => {
    const { code, stderr } = await cli(args)
    expect(code).toBe(expected)
    expect(stderr).toContain(reason)
  })
})

it('nothing tried to leave this machine', () => expect(network.escapes()).toEqual([]))

/** Status of a GET over TLS that trusts one authority. */
function statusOver(
  url: string,
  ca: string,
  headers: Record<string, string> = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(url, { ca, headers, servername: 'localhost' }, (response) => {
      response.resume()
      resolve(response.statusCode!)
    })
    call.on('error', reject).end()
  })
}
