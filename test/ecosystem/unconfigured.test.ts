import { fileURLToPath } from 'node:url'
import { connectEngine } from '@iexec-sim/docker'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CliNetwork } from '../support/cli.ts'
import { SCENARIO_IMAGE } from '../support/images.ts'

const PLAY = fileURLToPath(new URL('support/play-dataprotector.mjs', import.meta.url))

const network = new CliNetwork()
let hosts: Record<string, string>
let checksum: string
beforeAll(async () => {
  await network.up('--profile', 'arbitrum-sepolia,arbitrum-mainnet')
  hosts = await network.json(['env'])
  const engine = connectEngine({ network: 'test-images' })
  checksum = `0x${(await engine.requireImage(SCENARIO_IMAGE)).id.replace('sha256:', '')}`
  await engine.close()
})
afterAll(() => network[Symbol.asyncDispose]())

test.each(['arbitrum-sepolia-testnet', 'arbitrum-mainnet'])(
  'DataProtector works on %s without one option, in bulk too',
  async (chain) => {
    const KEYS = JSON.stringify(
      network.sheet.accounts.slice(3, 7).map(({ privateKey }) => privateKey),
    )
    const { stdout } = await execa(process.execPath, [PLAY, chain, SCENARIO_IMAGE, checksum], {
      env: { ...hosts, KEYS },
    })
    const seen = JSON.parse(stdout.split('\n').at(-1)!)
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
