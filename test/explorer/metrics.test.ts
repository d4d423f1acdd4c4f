import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Explorer } from './support/explorer.ts'

let explorer: Explorer
beforeAll(async () => {
  explorer = await Explorer.start()
})
afterAll(() => explorer[Symbol.asyncDispose]())

/** Samples by name and labels, as a scraper reads them. */
async function scrape(): Promise<Map<string, number>> {
  const answer = await fetch(`${explorer.url}/metrics`)
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  const lines = (await answer.text()).split('\n').filter((line) => line && !line.startsWith('#'))
  return new Map(
    lines.map((line) => {
      const [, sample, value] = /^(\S+\{.*\}|\S+) (\S+)$/.exec(line)!
      return [sample!, Number(value)] as const
    }),
  )
}

describe('the metrics', () => {
  it('count tasks by status, and measure each of them once', async () => {
    const completed = async (name: string) => {
      const found = [...(await scrape())].filter(
        ([sample]) => sample.startsWith(`${name}{`) && sample.includes('status="COMPLETED"'),
      )
      return found.map(([, value]) => value)
    }
    expect(await completed('iexec_sim_tasks')).toEqual([])
    await explorer.run()
    await scrape()
    expect(await completed('iexec_sim_tasks')).toEqual([1])
    expect(await completed('iexec_sim_task_duration_seconds_count')).toEqual([1])
    expect(await completed('iexec_sim_task_duration_seconds_sum')).toEqual([expect.any(Number)])
  })

  it('follow the chain, workers and what goes wrong on purpose', async () => {
    const { network } = explorer
    const sample = async (name: string) => (await scrape()).get(`${name}{profile="bellecour"}`)
    expect(await sample('iexec_sim_workers_alive')).toBe(network.sheet.workers.length)
    expect(await sample('iexec_sim_block_number')).toBeGreaterThan(0)
    expect(await sample('iexec_sim_misbehaviours')).toBe(0)
    network.misbehaviours.add({ actor: 'worker-1', does: 'wrong-digest' })
    expect(await sample('iexec_sim_misbehaviours')).toBe(1)
    network.misbehaviours.clear()
  })
})
