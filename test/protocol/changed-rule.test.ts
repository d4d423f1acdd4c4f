import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  compareGas,
  diffRecords,
  firstDifferences,
  judge,
  type Mode,
  modes,
  type Run,
  runScenarios,
} from '@iexec-sim/lab'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { differencesText } from '../../packages/cli/src/commands/lab/lab-report.ts'
import { buildChanged } from './support/changed-contracts.ts'

const folder = mkdtempSync(join(tmpdir(), 'iexec-sim-changed-'))
const runs: { mode: Mode; before: Run; after: Run }[] = []
beforeAll(async () => {
  const artifacts = buildChanged(folder, {
    file: 'libraries/Consensus.sol',
    from: 'votes.group[resultHash] * trust > votes.total * (trust - 1)',
    to: 'votes.group[resultHash] * trust >= votes.total * (trust - 1)',
  })
  for (const mode of modes) {
    const [before, after] = await Promise.all([
      runScenarios('builtin', mode),
      runScenarios({ folder: artifacts }, mode, undefined, { cacheDir: folder }),
    ])
    runs.push({ mode, before, after })
  }
}, 400_000)
afterAll(() => rmSync(folder, { recursive: true }))

const differences = () => runs.flatMap(({ before, after }) => diffRecords(before, after))

test('a comparison names the scenarios that a changed rule affects, with the differences', () => {
  const told = firstDifferences(judge(differences(), []).unexpected)
    .filter(({ mode }) => mode === 'native')
    .map((one) => [
      one.scenario,
      `${one.step}, ${one.aspect}: ${one.baseline || 'nothing'} → ${one.candidate}`,
    ])
  expect(Object.fromEntries(told)).toMatchInlineSnapshot(`
    {
      "consensus: a claim gives every contributor its stake back": "contribute by worker1, events: nothing → TaskConsensus(deal 1 task 0, id)",
      "consensus: a faulty worker keeps two thirds of its score": "contribute by worker1, events: nothing → TaskConsensus(deal 1 task 0, id)",
      "consensus: a winner that does not reveal in time is punished like a loser": "contribute by worker1, events: nothing → TaskConsensus(deal 1 task 0, id)",
      "consensus: at trust 3 one liar makes three agreeing workers necessary": "contribute by worker1, events: nothing → TaskConsensus(deal 1 task 0, id)",
      "consensus: trust 17 takes 5 fresh workers, or 6 against one who lies": "contribute by worker4, events: nothing → TaskConsensus(deal 1 task 0, id)",
      "consensus: trust 3 takes 2 fresh workers, or 3 against one who lies": "contribute by worker1, events: nothing → TaskConsensus(deal 1 task 0, id)",
      "consensus: trust 5 takes 3 fresh workers, or 4 against one who lies": "contribute by worker2, events: nothing → TaskConsensus(deal 1 task 0, id)",
      "consensus: trust 9 takes 4 fresh workers, or 5 against one who lies": "contribute by worker3, events: nothing → TaskConsensus(deal 1 task 0, id)",
      "consensus: votes for a rejected result no longer count": "contribute by worker1, events: nothing → TaskConsensus(deal 1 task 0, id)",
      "migration: a faulty worker keeps two thirds of an imported score": "contribute by worker1, events: nothing → TaskConsensus(deal 1 task 0, id)",
      "migration: an imported score never lowers one": "contribute by worker1, events: nothing → TaskConsensus(deal 1 task 0, id)",
    }
  `)
})

test('docs/protocol-lab.md shows what the comparison prints', () => {
  const judged = judge(differences(), [])
  const text = differencesText({
    baseline: 'builtin',
    candidate: 'my-contracts/artifacts',
    differences: differences(),
    judged,
    shown: { expected: [], unexpected: firstDifferences(judged.unexpected) },
    gas: runs.map(({ mode, before, after }) => ({ mode, ...compareGas(before, after) })),
  })
  const page = readFileSync(new URL('../../docs/protocol-lab.md', import.meta.url), 'utf8')
  const [, shown] = /two processors it prints:[^`]*```text\n([^`]*)```/.exec(page) ?? []
  for (const part of shown!.trim().split('\n…\n')) expect(text).toContain(part)
})
