import { encodeRlp, JsonRpcProvider, Wallet } from 'ethers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenChain, openChain } from './open-chain.ts'
import { scratch } from './scratch.ts'

const to = `0x${'77'.repeat(20)}`
let dir: string
let started: OpenChain
let provider: JsonRpcProvider

async function open(): Promise<void> {
  started = await openChain({ dir })
  provider = new JsonRpcProvider(started.door.url, undefined, {
    cacheTimeout: -1,
    staticNetwork: true,
    pollingInterval: 20,
  })
}
async function close(): Promise<void> {
  provider.destroy()
  await started.close()
}
beforeEach(async () => {
  dir = scratch()
  await open()
})
afterEach(close)

const wallet = (index = 0) => new Wallet(started.chain.accounts[index]!.privateKey, provider)
const send = (nonce: number, more: object = {}, from = wallet()) =>
  from.sendTransaction({ to, value: 1n, gasLimit: 21_000, gasPrice: 0, nonce, ...more })
const count = (block: string) => provider.getTransactionCount(wallet(), block)
const refused = (nonce: number, more: object = {}) =>
  send(nonce, more).then(
    () => expect.unreachable(),
    (error) => (error.error ?? error.info.error).message as string,
  )

describe('transactions whose nonce lies ahead', () => {
  it('are known at once and mined in order when the gap closes', async () => {
    const [third, second] = [await send(2), await send(1)]
    expect(await provider.getTransactionReceipt(third.hash)).toBeNull()
    expect(await provider.getTransaction(third.hash)).toMatchObject({ nonce: 2, blockNumber: null })
    expect([await count('latest'), await count('pending')]).toEqual([0, 0])
    const first = await send(0)
    const receipts = await Promise.all([first, second, third].map((sent) => sent.wait()))
    expect(receipts.map((receipt) => receipt!.status)).toEqual([1, 1, 1])
    expect(await count('latest')).toBe(3)
    expect(await provider.getBalance(to)).toBe(3n)
  })

  it('are mined in several blocks of one timestamp if one is too small, and a restart repeats them', async () => {
    // INVALID uses up all gas.
    await started.rpc('hardhat_setCode', to, '0xfe')
    for (const nonce of [1, 2, 3]) await send(nonce, { gasLimit: 4_000_000 })
    await send(0, { gasLimit: 4_000_000 })
    expect(await count('latest')).toBe(4)
    const block = await started.rpc('eth_getBlockByNumber', 'latest', true)
    expect(Number((block as { number: string }).number)).toBe(4)
    expect(await started.lead()).toBeLessThan(1)
    await close()
    await open()
    expect(await started.rpc('eth_getBlockByNumber', 'latest', true)).toEqual(block)
  })

  it('that cost more than their sender has are refused together, and do not block other senders', async () => {
    const poor = Wallet.createRandom().connect(provider)
    await started.rpc('hardhat_setBalance', poor.address, '0xa')
    for (const nonce of [1, 2]) await send(nonce, { value: 6n }, poor as unknown as Wallet)
    const before = await provider.getBlockNumber()
    await expect(send(0, { value: 1n }, poor as unknown as Wallet)).rejects.toThrow()
    expect(await provider.getBlockNumber()).toBe(before)
    await (await send(0)).wait()
    expect(await provider.getBlockNumber()).toBe(before + 1)
    await close()
    await open()
    expect(await provider.getBlockNumber()).toBe(before + 1)
  })

  it('survive a restart', async () => {
    const ahead = await send(1)
    await close()
    await open()
    expect(await provider.getTransaction(ahead.hash)).toMatchObject({ nonce: 1, blockNumber: null })
    await send(0)
    expect(await provider.getTransactionReceipt(ahead.hash)).toMatchObject({ status: 1 })
  })

  it('are restored by a revert and by a snapshot', async () => {
    const early = await send(1)
    const snapshot = await started.rpc('evm_snapshot')
    const copy = scratch()
    await started.chain.save(copy)
    const late = await send(2)
    const known = async () => [
      (await provider.getTransaction(early.hash)) !== null,
      (await provider.getTransaction(late.hash)) !== null,
    ]
    expect(await known()).toEqual([true, true])
    await started.rpc('evm_revert', snapshot)
    expect(await known()).toEqual([true, false])
    await send(2)
    await started.chain.restore(copy)
    expect(await known()).toEqual([true, false])
    await close()
    dir = scratch()
    await open()
    await started.chain.restore(copy)
    expect(await known()).toEqual([true, false])
    await send(0)
    expect(await count('latest')).toBe(2)
  })

  it('are replaced only at a higher price, with the error of geth', async () => {
    const first = await send(1, { gasPrice: 100 })
    expect(await refused(1, { gasPrice: 100 })).toBe('already known')
    expect(await refused(1, { gasPrice: 100, value: 2n })).toBe(
      'replacement transaction underpriced',
    )
    expect(await refused(1, { gasPrice: 109, value: 2n })).toBe(
      'replacement transaction underpriced',
    )
    const better = await send(1, { gasPrice: 110, value: 2n })
    await send(0)
    expect(await provider.getTransactionReceipt(better.hash)).toMatchObject({ status: 1 })
    expect(await provider.getTransaction(first.hash)).toBeNull()
  })

  it('of price zero are not replaced at price zero', async () => {
    await send(1)
    expect(await refused(1, { value: 2n })).toBe('replacement transaction underpriced')
    await started.rpc('evm_setAutomine', false)
    await send(0)
    expect(await refused(0, { value: 2n })).toBe('replacement transaction underpriced')
  })

  it('that can never be mined are refused like others', async () => {
    expect(await refused(5, { value: 10n ** 40n })).toMatch(
      /^insufficient funds for gas \* price \+ value/,
    )
    expect(await refused(5, { gasLimit: 20_000 })).toMatch(/^intrinsic gas too low/)
    expect(await refused(5, { gasLimit: 6_700_001 })).toBe('exceeds block gas limit')
    await send(0)
    await send(2)
    expect(await refused(0)).toMatch(/^nonce too low: next nonce 1, tx nonce 0$/)
    expect(await started.rpc('hardhat_getAutomine')).toBe(true)
  })

  it('in a non-canonical form are refused at once and delay no other', async () => {
    await send(2)
    const signed = await wallet(1).signTransaction({
      ...{ to, value: 1n, gasLimit: 21_000, gasPrice: 0, nonce: 0, chainId: 134, type: 0 },
    })
    const refusal = (raw: unknown) =>
      started.rpc('eth_sendRawTransaction', raw).then(
        () => expect.unreachable(),
        ({ code, message }: { code: number; message: string }) => [code, message],
      )
    const notBytes = (what: string) => [
      -32602,
      `invalid argument 0: json: cannot unmarshal ${what} into Go value of type hexutil.Bytes`,
    ]
    expect(await refusal(signed.slice(2))).toEqual(notBytes('hex string without 0x prefix'))
    expect(await refusal(`${signed}0`)).toEqual(notBytes('hex string of odd length'))
    expect(await refusal(`${signed}0g`)).toEqual(notBytes('invalid hex string'))
    expect(await refusal(5)).toEqual(notBytes('non-string'))
    expect(await refusal(undefined)).toEqual([-32602, 'missing value for required argument 0'])
    const more = [-32000, 'rlp: input contains more than one value']
    expect(await refusal(`${signed}00`)).toEqual(more)
    const short = [-32000, 'rlp: value size exceeds available input length']
    expect(await refusal(signed.slice(0, -2))).toEqual(short)
    expect(await refusal('0x')).toEqual([-32000, 'typed transaction too short'])
    expect(await refusal('0x05aa')).toEqual([-32000, 'transaction type not supported'])
    expect(await refusal('0xc0')).toEqual([-32000, 'rlp: too few elements for types.LegacyTx'])
    const long = [-32000, 'rlp: input list has too many elements for types.LegacyTx']
    expect(await refusal(encodeRlp(Array(10).fill('0x')))).toEqual(long)
    const unsigned = [-32000, 'invalid sender: invalid transaction v, r, s values']
    expect(await refusal(encodeRlp([...Array(3).fill('0x'), to, ...Array(5).fill('0x')]))).toEqual(
      unsigned,
    )
    const feesOfLondon = { maxFeePerGas: 0, maxPriorityFeePerGas: 0, gasLimit: 21_000, nonce: 0 }
    expect(
      await refusal(
        await wallet(1).signTransaction({ to, chainId: 134, type: 2, ...feesOfLondon }),
      ),
    ).toEqual([-32000, 'transaction type not supported'])
    expect(await started.rpc('txpool_status')).toEqual({ pending: '0x0', queued: '0x1' })
    const hash = (await started.rpc('eth_sendRawTransaction', signed)) as string
    expect(await provider.getTransactionReceipt(hash)).toMatchObject({ status: 1 })
  })

  it('with a price or nonce only the engine can read delay no other', async () => {
    await send(2)
    for (const odd of [{ gasPrice: '0x' }, { nonce: null }]) {
      const from = started.chain.accounts[1]!.address
      const hash = await started.rpc('eth_sendTransaction', { from, to, gas: '0x5208', ...odd })
      expect(await provider.getTransactionReceipt(hash as string)).toMatchObject({ status: 1 })
    }
  })

  it('are at most 64 of one sender', async () => {
    for (let nonce = 1; nonce <= 64; nonce++) await send(nonce)
    expect(await refused(65)).toBe('account limit exceeded')
    await send(1, {}, wallet(1))
    await send(0)
    expect(await count('latest')).toBe(65)
  })

  it('are at most 1,024 in all', async () => {
    const ahead = { to, gas: '0x5208', gasPrice: '0x0' }
    for (let i = 0; i < 1_024; i++) {
      const from = `0x${(0x1000 + Math.floor(i / 64)).toString(16).padStart(40, '0')}`
      if (i % 64 === 0) await started.rpc('hardhat_impersonateAccount', from)
      await started.rpc('eth_sendTransaction', {
        ...ahead,
        from,
        nonce: `0x${((i % 64) + 1).toString(16)}`,
      })
    }
    expect(await refused(1)).toBe('txpool is full')
    await (await send(0)).wait()
  })

  it('leave the transactions of others alone', async () => {
    const ahead = await send(1)
    const other = await send(0, {}, wallet(1))
    expect(await provider.getTransactionReceipt(other.hash)).toMatchObject({ status: 1 })
    expect(await provider.getTransactionReceipt(ahead.hash)).toBeNull()
    await started.rpc('hardhat_dropTransaction', ahead.hash)
    await send(0)
    expect(await count('latest')).toBe(1)
  })
})
