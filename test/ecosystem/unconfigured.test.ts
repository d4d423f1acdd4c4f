import { fileURLToPath } from 'node:url'
import { connectEngine } from '@iexec-sim/docker'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CliNetwork, cli } from '../support/cli.ts'
import { SCENARIO_IMAGE } from '../support/images.ts'

const dapp = (name: string) => fileURLToPath(new URL(`support/${name}`, import.meta.url))

const network = new CliNetwork()
let hosts: Record<string, string>
let checksum: string
beforeAll(async () => {
  await network.up('--profile', 'arbitrum-sepolia,arbitrum-mainnet,bellecour')
  hosts = await network.json(['env'])
  const engine = connectEngine({ network: 'test-images' })
  checksum = `0x${(await engine.requireImage(SCENARIO_IMAGE)).id.replace('sha256:', '')}`
  await engine.close()
})
afterAll(() => network[Symbol.asyncDispose]())

/** Runs a dapp with keys of four wallets, and returns what it printed last. */
async function play(name: string, ...args: string[]) {
  const KEYS = JSON.stringify(network.sheet.accounts.slice(3, 7).map((one) => one.privateKey))
  const { stdout } = await execa(process.execPath, [dapp(name), ...args], {
    env: { ...hosts, KEYS },
  })
  return JSON.parse(stdout.split('\n').at(-1)!)
}

test.each(['arbitrum-sepolia-testnet', 'arbitrum-mainnet'])(
  'DataProtector works on %s without one option, in bulk too',
  async (chain) => {
    const seen = await play('play-dataprotector.mjs', chain, SCENARIO_IMAGE, checksum)
    const addresses = (seen.protectedData as string[]).map((address) => [address.toLowerCase()])
    expect(seen).toMatchObject({
      found: ['hers'],
      tasks: [
        ['COMPLETED', '0 of 2'],
        ['COMPLETED', '1 of 2'],
      ],
      bulkStatus: 'FINISHED',
      revoked: 1,
      left: 0,
    })
    const inspected = (seen.inspected as string[][]).map((all) =>
      all.map((address) => address.toLowerCase()),
    )
    expect(inspected.sort()).toEqual(addresses.sort())
  },
)

test('the last DataProtector that knew bellecour works under scone without one option', async () => {
  const { stdout } = await cli(['app', 'prepare', SCENARIO_IMAGE, '--tee', 'scone', '--json'])
  const seen = await play('play-dataprotector-23.mjs', stdout)
  expect(seen).toMatchObject({
    found: [['mine', { email: 'string' }]],
    refused: 'No Dataset order found for the desired price',
    granted: 1,
    left: 0,
    result: expect.stringContaining('a@example.org'),
    isUsers: true,
  })
})
