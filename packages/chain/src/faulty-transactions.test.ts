import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadGenesis } from '@iexec-sim/contracts'
import { createLog } from '@iexec-sim/door'
import type { ChainTrouble } from '@iexec-sim/faults'
import { bellecour } from '@iexec-sim/protocol'
import { encodeRlp, Wallet } from 'ethers'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Chain } from './chain.ts'
import { createClock, type NetworkClock } from './clock.ts'

const log = createLog({ level: 'silent' })
let dir: string
let clock: NetworkClock
/** Faults of the next transactions, in order. */
let next: ChainTrouble[]
let chain: Chain

const start = () =>
  Chain.start({
    profile: bellecour,
    genesis: loadGenesis('bellecour'),
    clock,
    log,
    dir,
    faults: {
      get isEmpty() {
        return next.length === 0
      },
      transaction: () => next.shift(),
    },
  })
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'iexec-sim-chain-'))
  clock = createClock()
  next = []
  chain = await start()
  return () => rmSync(dir, { recursive: true })
})
afterEach(() => chain.close())

const ask = (method: string, ...params: unknown[]) =>
  chain.request({ method, params }) as Promise<never>
const count = (who: Wallet, block = 'latest') =>
  ask('eth_getTransactionCount', who.address, block).then(Number)
const receipt = (hash: string) =>
  ask('eth_getTransactionReceipt', hash) as Promise<Record<string, string> | null>
const wallet = (i: number) => new Wallet(chain.accounts[i]!.privateKey)

/** Sends a wei as a wallet would: after asking for the pending count. */
async function send(who: Wallet): Promise<string> {
  const nonce = await count(who, 'pending')
  const to = `0x${'77'.repeat(20)}`
  const signed = await who.signTransaction({
    to,
    value: 1,
    nonce,
    chainId: 134,
    gasPrice: 0,
    gasLimit: 50_000,
    type: 0,
  })
  return ask('eth_sendRawTransaction', signed)
}

it('a transaction with the fault "revert" is mined and reverts, the next one does not, and a replay agrees', async () => {
  next = [{ revert: true }]
  const [failed, fine] = [await send(wallet(0)), await send(wallet(0))]
  expect((await receipt(failed))!.status).toBe('0x0')
  expect((await receipt(fine))!.status).toBe('0x1')
  expect(await ask('eth_getCode', `0x${'77'.repeat(20)}`, 'latest')).toBe('0x')
  const block = await ask('eth_getBlockByNumber', 'latest', false)
  await chain.close()
  chain = await start()
  expect(await ask('eth_getBlockByNumber', 'latest', false)).toEqual(block)
})

it('a transaction without its signature is refused and not kept for later', async () => {
  next = [{ delayMs: 60_000 }]
  const unsigned = encodeRlp([...Array(3).fill('0x'), wallet(1).address, ...Array(5).fill('0x')])
  await expect(ask('eth_sendRawTransaction', unsigned)).rejects.toThrow('invalid sender')
  expect(await count(wallet(0), 'pending')).toBe(0)
})

it('a late transaction is known at once and mined after its delay', async () => {
  next = [{ delayMs: 60_000 }]
  const hash = await send(wallet(0))
  expect([await receipt(hash), await count(wallet(0)), await count(wallet(0), 'pending')]).toEqual([
    null,
    0,
    1,
  ])
  clock.advance(60_000)
  await ask('eth_blockNumber')
  await expect.poll(() => receipt(hash)).toMatchObject({ status: '0x1' })
  expect(await count(wallet(0), 'pending')).toBe(1)
})

it('transactions after a late one wait for it in the pool, and count as pending', async () => {
  next = [{ delayMs: 60_000 }]
  const [late, second, third] = [
    await send(wallet(0)),
    await send(wallet(0)),
    await send(wallet(0)),
  ]
  expect([await count(wallet(0)), await count(wallet(0), 'pending')]).toEqual([0, 3])
  clock.advance(60_000)
  await expect.poll(() => receipt(third)).toMatchObject({ status: '0x1' })
  for (const hash of [late, second]) expect(await receipt(hash)).toMatchObject({ status: '0x1' })
  expect(await count(wallet(0))).toBe(3)
})

it('reordered transactions are mined last one first, those of one sender in their order', async () => {
  next = [{ reorder: 3 }]
  const [first, second, third] = [
    await send(wallet(0)),
    await send(wallet(1)),
    await send(wallet(0)),
  ]
  const fourth = await send(wallet(2))
  await expect.poll(() => receipt(second)).not.toBe(null)
  const blocks = await Promise.all(
    [first, third, second, fourth].map(async (hash) => Number((await receipt(hash))!.blockNumber)),
  )
  expect(blocks).toEqual([...blocks].sort((a, b) => a - b))
})

it('a reordered transaction whose followers do not come is mined alone', async () => {
  next = [{ reorder: 2 }]
  const hash = await send(wallet(0))
  expect(await receipt(hash)).toBe(null)
  clock.advance(5_000)
  await expect.poll(() => receipt(hash)).toMatchObject({ status: '0x1' })
})

it('a restored snapshot drops transactions that are held back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'iexec-sim-chain-'))
  await chain.save(folder)
  next = [{ delayMs: 1_000 }]
  const hash = await send(wallet(0))
  await chain.restore(folder)
  clock.advance(1_000)
  await ask('evm_mine')
  expect([await receipt(hash), await count(wallet(0), 'pending')]).toEqual([null, 0])
  rmSync(folder, { recursive: true })
})

it('bytes that are not a transaction are refused as without faults', async () => {
  const refused = await ask('eth_sendRawTransaction', '0x12').catch((error: Error) => error.message)
  next = [{ delayMs: 1_000 }]
  expect(await ask('eth_sendRawTransaction', '0x12').catch((error: Error) => error.message)).toBe(
    refused,
  )
})
