import { mkdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scratch } from './scratch.ts'
import { startChain } from './started-chain.ts'

type Started = Awaited<ReturnType<typeof startChain>>

const block = ({ rpc }: Started) => rpc('eth_getBlockByNumber', 'latest', true)
async function pay({ chain, rpc }: Started, wei: number): Promise<void> {
  const [from, to] = chain.accounts.map(({ address }) => address)
  await rpc('eth_sendTransaction', { from, to, value: `0x${wei.toString(16)}` })
}

/** A chain with some history, a snapshot of it in a folder, and what its newest block was. */
async function saved() {
  const dir = scratch()
  const started = await startChain({ dir })
  await pay(started, 1)
  await started.rpc('evm_increaseTime', 3_600)
  await pay(started, 2)
  const copy = scratch()
  await started.chain.save(copy)
  return { ...started, dir, copy, at: await block(started) }
}

describe('a snapshot of a chain', () => {
  it('can be restored any number of times, and the journal follows', async () => {
    const started = await saved()
    const journal = readFileSync(join(started.dir, 'journal.ndjson'), 'utf8')
    for (const wei of [3, 4]) {
      await pay(started, wei)
      await started.chain.restore(started.copy)
      expect(await block(started)).toEqual(started.at)
      expect(readFileSync(join(started.dir, 'journal.ndjson'), 'utf8')).toBe(journal)
    }
    await pay(started, 5)
    const after = await block(started)
    await started.chain.close()
    const again = await startChain({ dir: started.dir })
    expect(await block(again)).toEqual(after)
    await again.chain.close()
  })

  it('is replayed if the engine does not know it: in a later process, or after an earlier one was restored', async () => {
    const started = await saved()
    await pay(started, 3)
    const later = scratch()
    await started.chain.save(later)
    const atLater = await block(started)
    await started.chain.restore(started.copy)
    await started.chain.restore(later)
    expect(await block(started)).toEqual(atLater)
    await started.chain.close()
    const next = await startChain({ dir: scratch() })
    await next.chain.restore(started.copy)
    expect(await block(next)).toEqual(started.at)
    await next.chain.close()
  })

  it('restores the clock: its offset to the machine’s, or its frozen time', async () => {
    const started = await saved()
    await started.rpc('evm_increaseTime', 86_400)
    await started.chain.restore(started.copy)
    expect(Math.abs(started.clock.now() - Date.now() - 3_600_000)).toBeLessThan(5_000)
    started.clock.freeze()
    const shown = started.clock.now()
    const frozen = scratch()
    await started.chain.save(frozen)
    started.clock.resume()
    await started.rpc('evm_increaseTime', 60)
    await started.chain.restore(frozen)
    expect(started.clock.now()).toBe(shown)
    expect(started.clock.isFrozen).toBe(true)
    await started.chain.close()
  })

  it('keeps the callers’ earlier snapshots and drops their later ones', async () => {
    const started = await saved()
    const early = await started.rpc('evm_snapshot')
    const copy = scratch()
    await started.chain.save(copy)
    await pay(started, 3)
    const late = await started.rpc('evm_snapshot')
    await started.chain.restore(copy)
    expect(await started.rpc('evm_revert', late)).toBe(false)
    await pay(started, 4)
    expect(await started.rpc('evm_revert', early)).toBe(true)
    expect(await block(started)).toEqual(started.at)
    await started.chain.close()
  })

  it('sends subscribers no block that existed before', async () => {
    const started = await saved()
    const heads: unknown[] = []
    await started.chain.subscribe(['newHeads'], (head) =>
      heads.push((head as { number: string }).number),
    )
    await pay(started, 3)
    await started.chain.restore(started.copy)
    await pay(started, 4)
    expect(heads).toEqual(['0x3', '0x3'])
    await started.chain.close()
  })

  it.each([
    ['without its moment', 'moment.json', () => '', 'SNAPSHOT_CORRUPT'],
    ['with a moment of nonsense', 'moment.json', () => '{"id":"a"}', 'SNAPSHOT_CORRUPT'],
    [
      'with a torn journal',
      'journal.ndjson',
      (text: string) => text.slice(0, -5),
      'JOURNAL_CORRUPT',
    ],
    [
      'with a shorter journal',
      'journal.ndjson',
      (text: string) => `${text.split('\n').slice(0, 2).join('\n')}\n`,
      'SNAPSHOT_CORRUPT',
    ],
    [
      'of another genesis',
      'journal.ndjson',
      (text: string) => text.replace(/"genesis":"[^"]+"/, '"genesis":"x"'),
      'JOURNAL_FOREIGN',
    ],
  ])('a restore of %s is refused and changes nothing', async (_what, file, change, code) => {
    const { copy, chain } = await saved()
    await chain.close()
    const started = await startChain({ dir: scratch() })
    await pay(started, 9)
    const before = await block(started)
    writeFileSync(join(copy, file), change(readFileSync(join(copy, file), 'utf8')))
    await expect(started.chain.restore(copy)).rejects.toMatchObject({ code })
    expect(await block(started)).toEqual(before)
    await pay(started, 10)
    await started.chain.close()
  })

  it('with a block hash other than the one in the engine is refused and changes nothing', async () => {
    const started = await saved()
    await pay(started, 9)
    const before = await block(started)
    const file = join(started.copy, 'moment.json')
    const moment = JSON.parse(readFileSync(file, 'utf8'))
    writeFileSync(file, JSON.stringify({ ...moment, blockHash: `0x${'00'.repeat(32)}` }))
    await expect(started.chain.restore(started.copy)).rejects.toMatchObject({
      code: 'SNAPSHOT_CORRUPT',
    })
    expect(await block(started)).toEqual(before)
    await pay(started, 10)
    await started.chain.close()
    const again = await startChain({ dir: started.dir })
    expect(await again.rpc('eth_blockNumber')).toBe('0x4')
    await again.chain.close()
  })

  it('whose journal cannot be stored is not restored', async () => {
    const started = await saved()
    await pay(started, 9)
    const before = await block(started)
    mkdirSync(join(started.dir, 'journal.ndjson.new'))
    await expect(started.chain.restore(started.copy)).rejects.toThrow()
    expect(await block(started)).toEqual(before)
    rmdirSync(join(started.dir, 'journal.ndjson.new'))
    await started.chain.restore(started.copy)
    expect(await block(started)).toEqual(started.at)
    await started.chain.close()
  })

  it('makes a chain writable again whose journal could not be written', async () => {
    const started = await saved()
    const journal = join(started.dir, 'journal.ndjson')
    renameSync(journal, `${journal}.away`)
    mkdirSync(journal)
    await expect(pay(started, 3)).rejects.toThrow(/Cannot write the chain journal/)
    rmdirSync(journal)
    await started.chain.restore(started.copy)
    await pay(started, 4)
    const after = await block(started)
    await started.chain.close()
    const again = await startChain({ dir: started.dir })
    expect(await block(again)).toEqual(after)
    await again.chain.close()
  })

  it('is unaffected by later writes', async () => {
    const started = await saved()
    await pay(started, 3)
    expect(readFileSync(join(started.copy, 'journal.ndjson'), 'utf8')).not.toContain('"0x3"}')
    await started.chain.close()
  })
})
