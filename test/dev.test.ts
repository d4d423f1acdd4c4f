import { mkdtempSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { httpRpc } from '@iexec-sim/chain/client'
import type { AddressSheet } from '@iexec-sim/client'
import { execa } from 'execa'
import { afterAll, expect, it } from 'vitest'
import { idOf, leftovers } from './support/leftovers.ts'

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-dev-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

it('scripts/dev restarts its network with its state when a source file changes, and Ctrl-C ends it', async () => {
  const up = ['--json', '--any-port', '--state', dir]
  const dev = execa(at('scripts/dev'), up, { buffer: false, reject: false, stderr: 'inherit' })
  const lines = createInterface({ input: dev.stdout })[Symbol.asyncIterator]()
  /** The sheet that the network prints when it is ready. */
  const ready = async (): Promise<AddressSheet> => {
    let text = ''
    for (;;) {
      const { value, done } = await lines.next()
      if (done) throw new Error('scripts/dev has ended')
      if (text !== '' || value === '{') text += value
      if (value === '}') return JSON.parse(text) as AddressSheet
    }
  }
  const blockOf = async ({ rpc }: AddressSheet) =>
    Number(await httpRpc(rpc).request({ method: 'eth_blockNumber', params: [] }))

  const first = await ready()
  await httpRpc(first.rpc).request({ method: 'hardhat_mine', params: ['0x64'] })
  const block = await blockOf(first)
  const now = new Date()
  utimesSync(at('packages/sms/src/sms.ts'), now, now)
  const second = await ready()
  expect(second.pid).not.toBe(first.pid)
  expect(await blockOf(second)).toBeGreaterThanOrEqual(block)

  const id = idOf(dir)
  dev.kill('SIGINT')
  await dev
  expect(await leftovers(id)).toEqual([])
  await expect(blockOf(second)).rejects.toThrow()
})
