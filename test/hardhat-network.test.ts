import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CliNetwork } from './support/cli.ts'

const contracts = fileURLToPath(new URL('../contracts/', import.meta.url))
const hub = new URL('../contracts/src/abi/hub.ts', import.meta.url)

/**
 * Runs `hardhat console --network iexec-sim` with statements at its standard input: one line,
 * since the console does not wait for the end of one line before it begins the next.
 */
function console(stateFolder: string, ...statements: readonly string[]) {
  return execa(
    `${contracts}node_modules/.bin/hardhat`,
    ['console', '--no-compile', '--network', 'iexec-sim'],
    {
      cwd: contracts,
      env: { IEXEC_SIM_STATE: stateFolder, HARDHAT_DISABLE_TELEMETRY_PROMPT: 'true' },
      input: `(async () => { ${statements.join('; ')} })()\n`,
      reject: false,
    },
  )
}

const connected = 'const { ethers } = await network.create()'

describe('the console of Hardhat', () => {
  const network = new CliNetwork()
  beforeAll(() => network.up())
  afterAll(() => network[Symbol.asyncDispose]())

  test('reads from and sends to the network of a state folder', async () => {
    const { address } = network.sheet.accounts[0]!
    const { stdout, exitCode } = await console(
      network.dir,
      connected,
      `const { hubAbi } = await import('${hub}')`,
      `const hub = await ethers.getContractAt(hubAbi, '${network.sheet.hub}', await ethers.provider.getSigner())`,
      'const { status } = await (await hub.deposit({ value: 5n * 10n ** 9n })).wait()',
      'const { chainId } = await ethers.provider.getNetwork()',
      "console.log('chain', String(chainId), 'signer', hub.runner.address, 'status', status)",
    )
    expect(stdout).toContain(`chain ${network.sheet.chainId} signer ${address} status 1`)
    expect(exitCode).toBe(0)
  })
})

test('a console without a network fails with the name of the state folder', async () => {
  const folder = join(tmpdir(), 'iexec-sim-no-network')
  const { stdout, stderr } = await console(folder, connected)
  expect(stdout + stderr).toContain(`No network runs with the state folder ${folder}.`)
  expect(stdout + stderr).toContain('Start one with "iexec-sim up"')
})
