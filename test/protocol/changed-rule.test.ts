import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { diffRecords, firstDifferences, runScenarios } from '@iexec-sim/lab'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildChanged } from './support/changed-contracts.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'iexec-sim-changed-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a comparison names the scenarios that a changed rule changes, and how', { timeout: 120_000 }, async () => {
  const artifacts = buildChanged(folder, {
    file: 'libraries/Consensus.sol',
    from: 'votes.group[resultHash] * trust > votes.total * (trust - 1)',
    to: 'votes.group[resultHash] * trust >= votes.total * (trust - 1)',
  })
  const [before, after] = await Promise.all([
    runScenarios('builtin', 'native'),
    runScenarios({ folder: artifacts }, 'native', undefined, { cacheDir: folder }),
  ])
  const differences = diffRecords(before, after).filter(({ aspect }) => aspect !== 'gas')
  const told = firstDifferences(differences).map((one) => [
    one.scenario,
    `${one.step}, ${one.aspect}: ${one.baseline || 'nothing'} → ${one.candidate}`,
  ])
  expect(Object.fromEntries(told)).toMatchInlineSnapshot(`
    {
      "consensus: a claim gives every contributor its stake back": "contribute by worker1, events: nothing → TaskConsensus(deal 1 task 0, id)",
      "consensus: a faulty worker keeps two thirds of its score": "contribute by worker1, events: nothing → TaskConsensus(deal 1 task 0, id)",
      "consensus: a winner who does not reveal in time is punished like a wrong one": "contribute by worker1, events: nothing → TaskConsensus(deal 1 task 0, id)",
      "consensus: at trust 3 one liar makes three agreeing workers necessary": "contribute by worker1, events: nothing → TaskConsensus(deal 1 task 0, id)",
      "consensus: trust 17 takes 5 fresh workers, or 6 against one who lies": "contribute by worker4, events: nothing → TaskConsensus(deal 1 task 0, id)",
      "consensus: trust 3 takes 2 fresh workers, or 3 against one who lies": "contribute by worker1, events: nothing → TaskConsensus(deal 1 task 0, id)",
      "consensus: trust 5 takes 3 fresh workers, or 4 against one who lies": "contribute by worker2, events: nothing → TaskConsensus(deal 1 task 0, id)",
      "consensus: trust 9 takes 4 fresh workers, or 5 against one who lies": "contribute by worker3, events: nothing → TaskConsensus(deal 1 task 0, id)",
      "migration: an imported score never lowers one": "contribute by worker1, events: nothing → TaskConsensus(deal 1 task 0, id)",
    }
  `)
})
