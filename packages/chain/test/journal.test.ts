import { spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { scratch } from './scratch.ts'
import { startChain } from './started-chain.ts'

const journalOf = (dir: string) => join(dir, 'journal.ndjson')

/**
 * Runs a writer until it has been answered so often, kills it, and answers the last number it was
 * told.
 */
async function killAfter(dir: string, answers: number): Promise<number> {
  const writer = spawn(
    process.execPath,
    [new URL('./journal-writer.ts', import.meta.url).pathname, dir],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let last = 0
  for await (const line of createInterface({ input: writer.stdout })) {
    last = Number(line)
    if (last === answers) writer.kill('SIGKILL')
  }
  return last
}

describe('the journal', () => {
  it('keeps every write that was answered before the process was killed', async () => {
    const dir = scratch()
    const answered = await killAfter(dir, 150)
    expect(answered).toBeGreaterThanOrEqual(150)
    const progress: [number, number][] = []
    const { chain, rpc } = await startChain({
      dir,
      onReplay: (done, total) => progress.push([done, total]),
    })
    const head = Number(await rpc('eth_blockNumber'))
    expect(head).toBeGreaterThanOrEqual(answered)
    expect(await rpc('eth_getBalance', chain.accounts[1]!.address, 'latest')).toBe(
      `0x${(10_000n * 10n ** 18n + BigInt(head)).toString(16)}`,
    )
    expect(progress.at(-1)).toEqual([head, head])
    await chain.close()
  })

  it('replays snapshots, cheats and time travel to the same block hash', async () => {
    const dir = scratch()
    const first = await startChain({ dir })
    const [from, to] = first.chain.accounts.map(({ address }) => address)
    const snapshot = await first.rpc('evm_snapshot')
    await first.rpc('eth_sendTransaction', { from, to, value: '0x5' })
    await first.rpc('evm_revert', snapshot)
    await first.rpc('evm_increaseTime', 86_400)
    await first.rpc('anvil_mine', 3, 60)
    await first.rpc('anvil_impersonateAccount', `0x${'55'.repeat(20)}`)
    await first.rpc('eth_sendTransaction', { from: `0x${'55'.repeat(20)}`, to })
    const head = await first.rpc('eth_getBlockByNumber', 'latest', true)
    await first.chain.close()
    const second = await startChain({ dir })
    expect(await second.rpc('eth_getBlockByNumber', 'latest', true)).toEqual(head)
    expect(Math.abs(await second.lead())).toBeLessThan(2)
    await second.rpc('evm_mine')
    await second.chain.close()
  })

  it('keeps a moved time even without a block at it', async () => {
    const dir = scratch()
    const first = await startChain({ dir })
    await first.rpc('evm_increaseTime', 86_400)
    const before = first.clock.now()
    await first.chain.close()
    const second = await startChain({ dir })
    expect(second.clock.now()).toBeGreaterThan(before - 1_000)
    expect(await second.rpc('eth_blockNumber')).toBe('0x0')
    await second.chain.close()
  })

  it('names the line that the chain refuses', async () => {
    const dir = scratch()
    const first = await startChain({ dir })
    await first.rpc('evm_mine')
    await first.chain.close()
    appendFileSync(
      journalOf(dir),
      '{"method":"eth_sendRawTransaction","params":["0x12"],"timestamp":9999999999}\n',
    )
    await expect(startChain({ dir })).rejects.toThrow(/journal\.ndjson, line 3/)
  })

  it('refuses writes once it cannot be written to', async () => {
    const dir = scratch()
    const { chain, rpc } = await startChain({ dir })
    await rpc('evm_mine')
    renameSync(journalOf(dir), `${journalOf(dir)}.away`)
    mkdirSync(journalOf(dir))
    await expect(rpc('evm_mine')).rejects.toThrow(/Cannot write the chain journal/)
    rmdirSync(journalOf(dir))
    await expect(rpc('evm_mine')).rejects.toThrow(/Cannot write the chain journal/)
    expect(await rpc('eth_chainId')).toBe('0x86')
    await chain.close()
    renameSync(`${journalOf(dir)}.away`, journalOf(dir))
    const again = await startChain({ dir })
    expect(await again.rpc('eth_blockNumber')).toBe('0x1')
    await again.chain.close()
  })

  it('is readable by its owner alone and omits refused requests', async () => {
    const dir = scratch()
    const { chain, rpc } = await startChain({ dir })
    await expect(rpc('eth_sendRawTransaction', '0x12')).rejects.toThrow()
    await chain.close()
    expect(statSync(journalOf(dir)).mode & 0o777).toBe(0o600)
    expect(readFileSync(journalOf(dir), 'utf8').trim().split('\n')).toHaveLength(1)
  })
})
