import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { JsonRpcProvider } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cli } from '../support/cli.ts'
import { isWanted } from './support/chains.ts'
import { OfflineNetwork } from './support/offline-network.ts'
import { ClientProject } from './support/project.ts'
import { SdkActor } from './support/sdk-actor.ts'

const CHAIN_ID = 313_371
const network = new OfflineNetwork()
const start = () => network.up('--profile', 'arbitrum-sepolia', '--chain-id', String(CHAIN_ID))

describe.runIf(isWanted(9, 'tdx'))('a token chain with a chain id of its own', () => {
  beforeAll(start)
  afterAll(() => network[Symbol.asyncDispose]())
  afterAll(() => expect(network.escapes()).toEqual([]))

  const me = () => new SdkActor(network, network.sheet, 9, 'tdx').fund()

  it('has that id in every place that shows one', async () => {
    const { sheet } = network
    expect(sheet.chainId).toBe(CHAIN_ID)
    const provider = new JsonRpcProvider(sheet.rpc)
    expect((await provider.getNetwork()).chainId).toBe(BigInt(CHAIN_ID))
    expect(await provider.send('net_version', [])).toBe(String(CHAIN_ID))
    provider.destroy()
    const { stdout } = await network.cli(['status'])
    expect(stdout).toContain(`${CHAIN_ID} (profile arbitrum-sepolia)`)
    const at = await fetch(`${sheet.compass}/${CHAIN_ID}/workerpools/${sheet.workerpool.address}`)
    expect(at.status).toBe(200)
    const { address } = sheet.accounts[0]!
    const query = `?chainId=${CHAIN_ID}&address=${address}`
    const ofMarket = await (await fetch(`${sheet.market}/challenge${query}`)).json()
    expect(ofMarket).toMatchObject({ data: { domain: { chainId: CHAIN_ID } } })
    const ofPool = await (
      await fetch(`${sheet.workerpool.url}/tasks/logs/challenge${query}`)
    ).json()
    expect(ofPool).toMatchObject({ domain: { chainId: CHAIN_ID } })
  })

  it('runs a task for the official library, order book and secrets included', async () => {
    const actor = await me()
    expect(await actor.sdk.network.getNetwork()).toMatchObject({ chainId: String(CHAIN_ID) })
    const app = await actor.deployScenario()
    await actor.sdk.secrets.pushRequesterSecret('own', 'value')
    expect(await actor.sdk.secrets.checkRequesterSecretExists(actor.address, 'own')).toBe(true)
    const { order, orderbook } = actor.sdk
    const published = await order.publishApporder(
      await order.signApporder(await order.createApporder({ app, tag: ['tee', 'tdx'] })),
    )
    expect((await orderbook.fetchApporder(published)).status).toBe('open')
    const { tasks } = await actor.run(app, { args: 'args one two' })
    expect(tasks[0]!.files['result.txt']).toBe('one|two')
  })

  it('is a chain of its own name for the official command line', async () => {
    using project = await new ClientProject(network, 9, 'arbitrum-sepolia').init({})
    const chains = JSON.parse(readFileSync(join(project.dir, 'chain.json'), 'utf8'))
    expect(chains.default).toBe(`iexec-sim-${CHAIN_ID}`)
    expect(chains.chains[chains.default]).toMatchObject({
      id: String(CHAIN_ID),
      host: network.sheet.rpc,
    })
    await network.json(['faucet', project.address, '--rlc', '5'])
    await project.ok('account', 'deposit', '3')
    expect(await project.ok('account', 'show')).toMatchObject({ balance: { stake: '3' } })
  })

  it('refuses another id for its folder, and starts again with its own', async () => {
    await network.cli(['down'])
    const other = [
      'up',
      '--detach',
      '--any-port',
      '--profile',
      'arbitrum-sepolia',
      '--state',
      network.dir,
    ]
    const { code, stderr } = await cli(other)
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining(`belongs to a chain with id ${CHAIN_ID}, not 421614`),
    ])
    expect(stderr).toContain(`--chain-id ${CHAIN_ID}`)
    await start()
    expect(network.sheet.chainId).toBe(CHAIN_ID)
  })
})
