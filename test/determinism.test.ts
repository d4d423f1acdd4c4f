import { createNetwork, type TestNetwork } from '@iexec-sim/testing'
import { describe, expect, it } from 'vitest'
import { CliNetwork } from './support/cli.ts'
import { SCENARIO_IMAGE } from './support/images.ts'

const image = SCENARIO_IMAGE

/** Ids, digests, results and who computed what, of the same story. */
async function story(network: TestNetwork) {
  const [wallet] = network.wallets
  const scone = await network.app(image, { tee: 'scone' })
  const plain = await network.app(image)
  const seen = []
  for (const [app, trust] of [
    [scone, 1],
    [plain, 3],
    [plain, 1],
  ] as const) {
    const result = await network.run(app, { args: 'args told', trust })
    const onchain = await wallet.requester.onchainTask(result.taskId)
    const deal = await wallet.requester.hub.viewDeal(result.dealId)
    const contributions = await Promise.all(
      (onchain?.contributors ?? [])
        .toSorted()
        .map((worker) => wallet.requester.hub.viewContribution(result.taskId, worker)),
    )
    seen.push({
      dealId: result.dealId,
      taskId: result.taskId,
      results: onchain?.results,
      digest: onchain?.resultDigest,
      // Those who compute at the same time contribute in any order.
      workers: onchain?.contributors.toSorted(),
      enclaves: contributions.map(({ enclaveChallenge }) => enclaveChallenge),
      offer: deal?.workerpool,
    })
  }
  return seen
}

describe('a seed', () => {
  it('makes two runs equal: deals, tasks, digests, results, workers and enclave keys', async () => {
    const stories = []
    for (const seed of ['7', '7', '8']) {
      await using network = await createNetwork({ seed, workers: 3 })
      stories.push(await story(network))
    }
    const [first, second, third] = stories
    expect(second).toEqual(first)
    expect(first!.every(({ results, workers }) => results !== '0x' && workers!.length > 0)).toBe(
      true,
    )
    expect(third!.map(({ dealId }) => dealId)).not.toEqual(first!.map(({ dealId }) => dealId))
  })

  it('draws new values after a restart, and the same ones again after a restore', async () => {
    await using sim = new CliNetwork()
    await sim.up('--seed', 'a')
    const run = () => sim.json<{ dealId: string }>(['run', image, '--args', 'ok'])
    const first = await run()
    await sim.cli(['snapshot', 'save', 'here'])
    const second = await run()
    await sim.cli(['down'])
    await sim.up('--seed', 'a')
    const third = await run()
    expect(new Set([first, second, third].map(({ dealId }) => dealId)).size).toBe(3)
    await sim.cli(['snapshot', 'restore', 'here'])
    expect((await run()).dealId).toBe(second.dealId)
  })
})

describe('iexec-sim check-determinism', () => {
  it('reports equal results, or the file and byte that differ', async () => {
    await using sim = await new CliNetwork().up()
    const same = await sim.cli(['check-determinism', image, '--runs', '2', '--args', 'ok'])
    expect([same.code, same.stdout]).toEqual([0, 'The result was the same in all 2 runs.\n'])
    const other = await sim.cli(['check-determinism', image, '--runs', '2', '--args', 'clock'])
    expect([other.code, other.stdout]).toEqual([
      1,
      expect.stringMatching(/^result\.txt differs at byte \d+: run 1 has 0x/),
    ])
    const failed = await sim.cli([
      'check-determinism',
      image,
      '--tag',
      'tee,scone',
      '--args',
      'exit 3',
    ])
    expect([failed.code, failed.stderr]).toEqual([
      1,
      expect.stringContaining('Run 1 has no result'),
    ])
    const wrong = await sim.cli(['check-determinism', image, '--runs', '1'])
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('Invalid --runs "1"')])
  })
})
