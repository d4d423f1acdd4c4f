import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { askControl, findNetwork, type RunningNetwork } from '@iexec-sim/client'
import { Requester } from '@iexec-sim/client/requester'
import { connectEngine, type Engine } from '@iexec-sim/docker'
import type { TaskId } from '@iexec-sim/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCli } from './support/cli.ts'
import { SCENARIO_IMAGE } from './support/images.ts'
import { Record } from './support/kill/acknowledged.ts'
import { forgotten, writers } from './support/kill/writers.ts'

/** Number of kills. `pnpm test:kill` does 200. */
const KILLS = Number(process.env.IEXEC_SIM_KILLS ?? 6)
/** Number of kills during the start. */
const EARLY = 0.25
/**
 * The longest they are let live from their start or, unless they are killed early, from when they
 * are ready. Milliseconds.
 */
const LONGEST_LIFE_MS = 2_000

const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-kill-'))
let engine: Engine
beforeAll(async () => {
  engine = connectEngine({ network: 'e2e-tools' })
})
afterAll(async () => {
  await engine.close()
  rmSync(dir, { recursive: true, force: true })
})

/** A network in a process of its own, and how to end it. */
function start() {
  const child = startCli(['up', '--any-port', '--json', '--state', dir, '--log-level', 'error'])
  let said = ''
  child.stderr.on('data', (chunk) => (said += chunk))
  const ended = child.then(() => {})
  const ready = new Promise<RunningNetwork | undefined>((resolve) => {
    createInterface({ input: child.stdout }).once('line', () => resolve(findNetwork(dir)))
    void ended.then(() => resolve(undefined))
  })
  return { child, ended, ready, said: () => said }
}

/** Numbers from 0 to 1, the same in every run. */
function chances(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** Ends of tasks, with the causes of failures. */
async function endsOf(network: RunningNetwork, tasks: readonly TaskId[]): Promise<string[]> {
  const requester = new Requester(network, engine)
  const ends: string[] = []
  for (const taskId of tasks) {
    let end = 'never seen by the pool'
    for await (const { statuses, replicates, diagnosis } of requester.follow(taskId)) {
      const updates = replicates.flatMap((replicate) => replicate.updates)
      const cause =
        diagnosis?.reason ??
        updates.findLast((update) => update.cause)?.cause ??
        statuses.at(-2)?.status
      end = `${statuses.at(-1)!.status}: ${cause}`
    }
    ends.push(end)
  }
  return ends
}

/**
 * A worker that dies between contribution and reveal takes its result along: such a task is decided
 * by its deadlines.
 */
async function finalEndsOf(network: RunningNetwork, tasks: readonly TaskId[]): Promise<string[]> {
  let ends = await endsOf(network, tasks)
  for (let hour = 0; hour < 3 && ends.some((end) => !IS_FINAL.test(end)); hour++) {
    await askControl(network, 'POST', '/time', { body: { advanceMs: 3_600_000 } })
    ends = await endsOf(network, tasks)
  }
  return ends
}
const IS_FINAL = /^(COMPLETED|FAILED): ./

describe('a network that is killed again and again', () => {
  it(
    'keeps everything it has acknowledged, and finishes its tasks',
    async () => {
      const record = new Record()
      const chance = chances(7)
      const seen = { killedWhileStarting: 0, checked: 0 }
      for (let kill = 0; kill < KILLS; kill++) {
        const { child, ended, ready, said } = start()
        const begun = chance() < EARLY ? Promise.resolve() : ready
        const life = chance() * LONGEST_LIFE_MS
        const death = begun.then(() => delay(life)).then(() => child.kill('SIGKILL'))
        const network = await ready
        if (!network) {
          await death
          expect(said()).toBe('')
          seen.killedWhileStarting++
          continue
        }
        const due = record.due(10, chance)
        const lost = await forgotten(network, due).catch(() => undefined)
        expect(lost ?? []).toEqual([])
        seen.checked += lost ? due.length : 0
        const working = writers(engine, SCENARIO_IMAGE).map((write) =>
          write(network, (entry) => record.add(entry)).catch(() => {}),
        )
        await death
        await ended
        await Promise.all(working)
      }
      const last = start()
      const network = (await last.ready)!
      expect(last.said()).toBe('')
      expect(await forgotten(network, record.all)).toEqual([])
      const ends = await finalEndsOf(network, record.tasks)
      expect(ends.filter((end) => !IS_FINAL.test(end))).toEqual([])
      last.child.kill('SIGTERM')
      await last.ended
      console.log(
        JSON.stringify({
          kills: KILLS,
          ...seen,
          acknowledged: record.all.length,
          tasks: ends.length,
        }),
      )
      expect(record.all.length).toBeGreaterThan(KILLS)
      const kinds = new Set(record.all.map(({ kind }) => kind))
      // A few short lives may not be enough for some of them.
      const due =
        KILLS < 50 ? [] : ['transaction', 'secret', 'order', 'withdrawal', 'upload', 'deal']
      expect([...kinds]).toEqual(expect.arrayContaining(due))
      if (KILLS >= 50) expect(seen.checked).toBeGreaterThan(0)
    },
    60_000 + KILLS * 10_000,
  )
})
