import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CliNetwork, cli, startCli } from '../support/cli.ts'

const require = createRequire(import.meta.url)
const client = (name: string) => pathToFileURL(require.resolve(name)).href
/** A dapp that names no host: everything is what the official client has built in. */
const DAPP = (name: string, chain: string, framework: string) => `
  import { IExec, utils } from ${JSON.stringify(client(name))}
  const ethProvider = utils.getSignerFromPrivateKey(${JSON.stringify(chain)}, process.env.KEY ?? process.env.IEXEC_SIM_PRIVATE_KEY)
  const iexec = new IExec({ ethProvider })
  const { isPushed } = await iexec.secrets.pushRequesterSecret('hosts', 'value'${framework})
  const { address } = await iexec.app.deployApp({
    owner: await iexec.wallet.getAddress(), name: 'hosts ' + Date.now(), type: 'DOCKER',
    multiaddr: 'registry.hub.docker.com/example/app:1', checksum: '0x' + '1'.repeat(64),
  })
  const apporder = await iexec.order.signApporder(await iexec.order.createApporder({ app: address }))
  await iexec.order.publishApporder(apporder)
  const { count } = await iexec.orderbook.fetchAppOrderbook({ app: address })
  console.log(JSON.stringify({ isPushed, count }))`

/** Another program than Node.js; skipped where there is none. */
const hasCurl = spawnSync('curl', ['--version']).status === 0

let network: CliNetwork
beforeAll(async () => {
  network = new CliNetwork()
  await network.up('--profile', 'arbitrum-sepolia,bellecour')
})
afterAll(() => network[Symbol.asyncDispose]())

test('exec leads a dapp that names no host to a fresh network', async () => {
  const { code, stdout, stderr } = await cli([
    ...['exec', '--quiet', '--profile', 'arbitrum-sepolia', '--official-hosts', '--'],
    ...[
      process.execPath,
      '--input-type=module',
      '-e',
      DAPP('iexec9', 'arbitrum-sepolia-testnet', ''),
    ],
  ])
  expect(stderr).toBe('')
  expect([code, JSON.parse(stdout)]).toEqual([0, { isPushed: true, count: 1 }])
})

test('the variables of env lead dapps of both chains to the networks that run', async () => {
  const { stdout } = await cli(['env', '--state', network.dir])
  const dapps = [
    DAPP('iexec9', 'arbitrum-sepolia-testnet', ''),
    DAPP('iexec8', 'bellecour', ", { teeFramework: 'scone' }"),
  ]
  for (const dapp of dapps) {
    const KEY = network.sheet.accounts[4]!.privateKey
    const ran = await execa('sh', ['-c', 'eval "$LINES"; exec "$@"', 'sh', process.execPath, '-'], {
      input: dapp,
      env: { LINES: stdout, KEY },
    })
    expect(JSON.parse(ran.stdout)).toEqual({ isPushed: true, count: 1 })
  }
})

test('a chain without a network is refused, not asked', async () => {
  const { code, stderr } = await cli([
    ...['exec', '--quiet', '--official-hosts', '--', process.execPath, '--input-type=module', '-e'],
    DAPP('iexec9', 'arbitrum-sepolia-testnet', ''),
  ])
  expect(code).not.toBe(0)
  expect(stderr).toContain('sepolia-rollup.arbitrum.io/rpc was not asked')
})

test.skipIf(!hasCurl)(
  'the proxy leads other programs to the network, until it is interrupted',
  async () => {
    const child = startCli([
      'proxy',
      '--port',
      '0',
      '--json',
      '--state',
      network.dir,
      '--profile',
      'bellecour',
    ])
    let said = ''
    for await (const text of child.stdout) {
      said += text
      if (said.endsWith('}\n')) break
    }
    const { proxy, certificate, hosts } = JSON.parse(said)
    expect(hosts).toContain('bellecour.iex.ec')
    const ask = (url: string) =>
      execa('curl', ['--silent', '--show-error', '--proxy', proxy, '--cacert', certificate, url], {
        reject: false,
      })
    const answered = await ask('https://api.market.v8-bellecour.iex.ec/version')
    expect(answered.stderr).toBe('')
    expect(JSON.parse(answered.stdout)).toMatchObject({ ok: true })
    expect((await ask('https://www.example.org/')).stderr).toContain('403')
    child.kill('SIGINT')
    expect((await child).exitCode).toBe(0)
  },
)

test('a proxy is refused a port that is in use', async () => {
  const port = String(new URL(network.sheet.rpc).port)
  const { code, stderr } = await cli([
    ...['proxy', '--port', port, '--state', network.dir, '--profile', 'bellecour'],
  ])
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining(`Invalid --port "${port}": it is in use`),
  ])
})

test('no network, no variables', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-hosts-'))
  const { code, stdout } = await cli(['env', '--state', dir])
  rmSync(dir, { recursive: true })
  expect([code, stdout]).toEqual([3, ''])
})
