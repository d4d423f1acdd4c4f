import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { HubClient, httpRpc } from '@iexec-sim/chain/client'
import { findNetwork } from '@iexec-sim/client'
import { Requester } from '@iexec-sim/client/requester'
import { connectEngine } from '@iexec-sim/docker'
import { encodeTag } from '@iexec-sim/protocol'
import { Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CliNetwork, cli } from './support/cli.ts'
import { SCENARIO_IMAGE } from './support/images.ts'

/** A standard task on which several workers have to agree. */
const trusted = ['run', SCENARIO_IMAGE, '--trust', '3', '--args', 'ok']

/** As much of a compiled contract as is changed here. */
interface Artifact {
  contractName: string
  abi: { name?: string }[]
  deployedBytecode: string
}

function write(folder: string, name: string, value: object): void {
  writeFileSync(join(folder, name), JSON.stringify(value))
}

/**
 * Our own contracts as the compiler left them, but for those that are left out and what is done to
 * the others.
 */
function copyOurs(folder: string, keep: (artifact: Artifact) => boolean): void {
  const ours = fileURLToPath(new URL('../contracts/artifacts/contracts', import.meta.url))
  for (const file of readdirSync(ours, { recursive: true, encoding: 'utf8' })) {
    if (!/\/\w+\.json$/.test(file)) continue
    const artifact = JSON.parse(readFileSync(join(ours, file), 'utf8')) as Artifact
    if (keep(artifact)) write(folder, file.replaceAll('/', '-'), artifact)
  }
}

const isHub = (change: (hub: Artifact) => void) => (artifact: Artifact) => {
  if (artifact.contractName === 'Hub') change(artifact)
  return true
}

const network = new CliNetwork()
beforeAll(() => network.up())
afterAll(() => network[Symbol.asyncDispose]())

describe('time', () => {
  it('moves for chain and services alike: a task past its deadline is claimed at once', async () => {
    const { privateKey, address } = network.sheet.accounts[0]!
    const hub = new HubClient({ rpc: httpRpc(network.sheet.rpc), hub: network.sheet.hub })
    const writer = hub.as(new Wallet(privateKey))
    const engine = connectEngine({ network: 'e2e-tools' })
    const requester = new Requester(findNetwork(network.dir), engine)
    const request = { image: SCENARIO_IMAGE, tag: encodeTag(''), secrets: {}, args: 'sleep' }
    const { taskId } = await requester.match(
      request,
      await requester.prepare(request.image, request.tag),
    )
    await engine.close()
    for await (const { statuses } of requester.follow(taskId))
      if (statuses.some(({ status }) => status === 'RUNNING')) break
    await expect(writer.claim(taskId)).rejects.toThrow('empty revert')
    expect(await network.cli(['time', 'advance', '51m'])).toMatchObject({ code: 0 })
    await writer.claim(taskId)
    expect(await hub.viewTask(taskId)).toMatchObject({ status: 'FAILED' })
    expect((await hub.viewAccount(address)).locked).toBe(0n)
  })

  it('stands still when it is frozen, and runs on from there', async () => {
    const { now } = await network.json<{ now: string; frozen: boolean }>(['time', 'freeze'])
    expect(await network.json(['time', 'advance', '1h'])).toEqual({
      now: new Date(Date.parse(now) + 3_600_000).toISOString(),
      frozen: true,
    })
    expect(await network.json(['time', 'resume'])).toMatchObject({ frozen: false })
  })

  it.each([
    [
      ['set', '2001-01-01T00:00:00Z'],
      '"2001-01-01T00:00:00Z": cannot move time to 2001-01-01T00:00:00.000Z: time only runs forward.\n',
    ],
    [['set', 'tomorrow'], 'not an ISO 8601 time'],
    [['advance', '9999999999d'], 'the latest year is 9999'],
    [['advance', '50'], 'a number with ms, s, m, h or d is required'],
    [['advance', '-5m'], ''],
  ])('is not moved by the invalid %j', async (args, reason) => {
    const { code, stderr } = await network.cli(['time', ...args])
    expect(code).toBe(2)
    expect(stderr).toContain(reason)
  })
})

describe('task explain', () => {
  it('explains how two workers that agree reach a trust of 3', async () => {
    const run = await network.json<{ taskId: string }>(trusted)
    const { code, stdout } = await network.cli(['task', 'explain', run.taskId])
    expect(code).toBe(0)
    expect(stdout).toContain(
      'Consensus is reached: 4 × 3 = 12, and 5 × (3 − 1) = 10; the first is larger.',
    )
    const explained = await network.json<{ count: object; contributions: object[] }>([
      'task',
      'explain',
      run.taskId,
    ])
    expect(explained.count).toMatchObject({ trust: '3', total: '5' })
    expect(explained.contributions).toMatchObject([
      { power: '2', weight: '1' },
      { power: '2', weight: '1' },
    ])
  })

  it('fails for a task that is not on the chain', async () => {
    const { code, stderr } = await network.cli(['task', 'explain', `0x${'12'.repeat(32)}`])
    expect(code).toBe(1)
    expect(stderr).toContain('0x1212')
  })
})

describe('workers that misbehave', () => {
  const lying = new CliNetwork()
  const explain = (taskId: string) => lying.cli(['task', 'explain', taskId])
  beforeAll(() =>
    lying.up(
      '--workers',
      '5',
      '--misbehave',
      'worker-1=wrong-digest',
      '--misbehave',
      'worker-2=goes-offline',
    ),
  )
  afterAll(() => lying[Symbol.asyncDispose]())

  it('lose to those that agree, and the explanation shows the numbers', async () => {
    const run = await lying.json<{ taskId: string; status: string; resultText: string }>(trusted)
    expect(run).toMatchObject({ status: 'COMPLETED', resultText: 'hello' })
    const { stdout } = await explain(run.taskId)
    // Three against the liar, who had been first or not.
    expect(stdout).toMatch(
      /Consensus is reached: (8 × 3 = 24, and 11|4 × 3 = 12, and 5) × \(3 − 1\)/,
    )
  })

  it.each([
    [['--workers', '0'], 'a whole number above 0 is required'],
    [['--workers', '9'], 'the maximum is 8'],
  ])('are not started by %j', async (args, reason) => {
    const { code, stderr } = await cli([
      'up',
      '--any-port',
      '--state',
      `${lying.dir}-refused`,
      ...args,
    ])
    expect(code).toBe(2)
    expect(stderr).toContain(reason)
    expect(existsSync(`${lying.dir}-refused`)).toBe(false)
  })
})

describe('other protocols', () => {
  it.each(['poco@5.5.0', 'poco@6.1.0'])(
    '%s carries a task from match to result',
    async (source) => {
      await using other = await new CliNetwork().up('--protocol', source)
      const run = await other.json(['run', SCENARIO_IMAGE, '--tag', 'tee,scone', '--args', 'ok'])
      expect(run).toMatchObject({ status: 'COMPLETED', resultText: 'hello' })
    },
  )

  it('that do not exist are refused before anything starts', async () => {
    const { code, stderr } = await cli([
      'up',
      '--protocol',
      'nowhere',
      '--state',
      `${network.dir}-nowhere`,
    ])
    expect(code).toBe(2)
    expect(stderr).toContain('Unknown protocol "nowhere"')
    expect(existsSync(`${network.dir}-nowhere`)).toBe(false)
  })

  it.each([
    ['is empty', () => {}, 'No compiled contract in the folder'],
    [
      'is of another compiler',
      (dir: string) =>
        write(dir, 'Hub.json', {
          schemaVersion: '3',
          contractName: 'Hub',
          abi: [],
          bytecode: '0x00',
        }),
      'of Truffle',
    ],
    [
      'is half built',
      (dir: string) => copyOurs(dir, ({ contractName }) => contractName !== 'Hub'),
      'there is no Hub',
    ],
    [
      'has a hub above 24,576 bytes',
      (dir: string) =>
        copyOurs(
          dir,
          isHub((hub) => (hub.deployedBytecode = `0x${'00'.repeat(24_577)}`)),
        ),
      'has 24577 bytes; the maximum is 24576',
    ],
    [
      'lacks a function',
      (dir: string) =>
        copyOurs(
          dir,
          isHub((hub) => (hub.abi = hub.abi.filter(({ name }) => name !== 'contribute'))),
        ),
      'lacks contribute(bytes32,bytes32,bytes32,address,bytes,bytes) (needed by worker)',
    ],
  ])('a folder that %s is refused before anything starts', async (_what, fill, sentence) => {
    const folder = mkdtempSync(join(tmpdir(), 'iexec-sim-artifacts-'))
    const state = join(folder, 'state')
    fill(folder)
    for (const args of [
      ['up', '--any-port', '--state', state, '--protocol', folder],
      ['up', '--detach', '--any-port', '--state', state, '--protocol', folder],
      ['lab', 'run', folder, '--mode', 'native', '--scenario', 'signatures'],
    ]) {
      const { code, stderr } = await cli(args)
      expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)])
      expect(stderr.split('\n').filter((line) => line.startsWith('Error: '))).toHaveLength(1)
    }
    expect(existsSync(state)).toBe(false)
    rmSync(folder, { recursive: true })
  })

  it('differ from the built-in one only as expected', async () => {
    const args = [
      'lab',
      'diff',
      'builtin',
      'poco@6.1.0',
      '--mode',
      'native',
      '--scenario',
      'the gas of callbacks',
      '--json',
    ]
    const { code, stdout } = await cli(args)
    const { judged } = JSON.parse(stdout) as {
      judged: { unexpected: object[]; expected: { why: string }[] }
    }
    expect(judged.unexpected).toEqual([])
    expect(judged.expected.length).toBeGreaterThan(0)
    expect(code).toBe(0)
  })

  it('that differ unexpectedly end the comparison with 1', async () => {
    const args = [
      'lab',
      'diff',
      'poco@6.1.0',
      'builtin',
      '--mode',
      'native',
      '--scenario',
      'the gas of callbacks',
    ]
    const { code, stdout } = await cli(args)
    expect(stdout).toMatch(/administration: the gas of callbacks is set › callbackgas {2}\(value\)/)
    expect(code).toBe(1)
  })

  it.each([
    [
      ['lab', 'scenarios', '--scenario', 'no such thing'],
      'No scenario name contains "no such thing"',
    ],
    [
      ['lab', 'run', 'builtin', '--scenario', 'no such thing'],
      'No scenario name contains "no such thing"',
    ],
    [
      ['lab', 'diff', 'builtin', 'poco@6.1.0', '--scenario', 'no such thing'],
      'No scenario name contains "no such thing"',
    ],
    [['lab', 'run', 'nowhere'], 'Unknown protocol "nowhere"'],
    [['lab', 'diff', 'builtin', 'nowhere'], 'Unknown protocol "nowhere"'],
    [
      ['lab', 'diff', 'builtin', fileURLToPath(new URL('.', import.meta.url))],
      'instead of Hardhat or Foundry artifacts',
    ],
    [
      ['lab', 'diff', 'builtin', 'poco@6.1.0', '--expect', '/nowhere.json'],
      'Cannot read the expected differences from /nowhere.json',
    ],
    [
      ['lab', 'diff', 'builtin', 'poco@6.1.0', '--markdown', '/nowhere/report.md'],
      'the folder /nowhere does not exist',
    ],
  ])('%j ends with 2 before a scenario is run', async (args, reason) => {
    const { code, stderr } = await cli(args)
    expect(code).toBe(2)
    expect(stderr).toContain(reason)
    expect(stderr).not.toContain('·')
  })

  it('run in the one mode with matching scenarios if both are requested', async () => {
    const { code, stdout } = await cli(['lab', 'run', 'builtin', '--scenario', 'deposit and match'])
    expect(stdout).toMatch(/^\d scenarios, 0 not as they should be/m)
    expect(code).toBe(0)
  })
})
