import { AbiCoder, Contract, Interface, JsonRpcProvider, Wallet } from 'ethers'
import {
  type BaseError,
  ContractFunctionRevertedError,
  createPublicClient,
  createWalletClient,
  http,
  InsufficientFundsError,
  parseAbi,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OpenChain, openChain } from './open-chain.ts'

const ABI = ['error TooMuch(uint256 most)', 'function f() view returns (uint256)', 'function g()']
const abi = new Interface(ABI)
const encode = (type: string, value: unknown) =>
  AbiCoder.defaultAbiCoder().encode([type], [value]).slice(2)
const REVERTS = {
  custom: abi.encodeErrorResult('TooMuch', [7]),
  reason: `0x08c379a0${encode('string', 'not today')}`,
  panic: `0x4e487b71${encode('uint256', 0x11)}`,
  empty: '0x',
}
type Kind = keyof typeof REVERTS
const KINDS = Object.keys(REVERTS) as Kind[]
const addressOf = (kind: Kind) => `0x${'c0de'.repeat(9)}000${KINDS.indexOf(kind)}` as const
const ENDLESS = `0x${'c0de'.repeat(9)}0009` as const

/** Code that reverts with the data at every call. */
function reverting(data: string): string {
  const words = data.slice(2).match(/.{1,64}/g) ?? []
  const hex = (n: number) => n.toString(16).padStart(2, '0')
  const stores = words.map((word, i) => `7f${word.padEnd(64, '0')}60${hex(32 * i)}52`)
  return `0x${stores.join('')}60${hex(data.length / 2 - 1)}6000fd`
}

describe('errors of the chain', () => {
  let opened: OpenChain
  let provider: JsonRpcProvider
  let wallet: Wallet

  beforeAll(async () => {
    opened = await openChain({}, { allowedHosts: [], allowedOrigins: [] })
    provider = new JsonRpcProvider(opened.door.url, undefined, {
      cacheTimeout: -1,
      staticNetwork: true,
    })
    wallet = new Wallet(opened.chain.accounts[0]!.privateKey, provider)
    for (const kind of KINDS)
      await opened.chain.request({
        method: 'hardhat_setCode',
        params: [addressOf(kind), reverting(REVERTS[kind])],
      })
    await opened.chain.request({ method: 'hardhat_setCode', params: [ENDLESS, '0x5b600056'] })
  })
  afterAll(async () => {
    provider.destroy()
    await opened.close()
  })

  const errorOf = async (method: string, ...params: unknown[]) => {
    const response = await fetch(opened.door.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    })
    return ((await response.json()) as { error?: unknown }).error
  }
  const failure = (job: Promise<unknown>) =>
    job.then(
      () => expect.unreachable(),
      (error: unknown) =>
        error as BaseError & { revert?: { name: string; args: unknown[] }; data?: string },
    )

  it.each(['eth_call', 'eth_estimateGas'])(
    'a revert of %s has code 3 and its data as text',
    async (method) => {
      const words = [
        'execution reverted',
        'execution reverted: not today',
        'execution reverted: arithmetic underflow or overflow',
        'execution reverted',
      ]
      for (const [i, kind] of KINDS.entries())
        expect(await errorOf(method, { to: addressOf(kind) })).toEqual({
          code: 3,
          message: words[i],
          data: REVERTS[kind],
        })
    },
  )

  it('an error other than a revert has code -32000 and no data', async () => {
    expect(await errorOf('eth_call', { to: ENDLESS, gas: '0xc350' })).toEqual({
      code: -32000,
      message: 'out of gas',
    })
    expect(await errorOf('eth_estimateGas', { to: ENDLESS, gas: '0xc350' })).toEqual({
      code: -32000,
      message: 'gas required exceeds allowance (50000)',
    })
  })

  it('transactions are refused in the words of other nodes', async () => {
    const nonce = await wallet.getNonce()
    const send = async (what: object) =>
      errorOf(
        'eth_sendRawTransaction',
        await wallet.signTransaction({
          to: wallet.address,
          chainId: 134,
          type: 0,
          gasPrice: 0,
          gasLimit: 21_000,
          nonce,
          ...what,
        }),
      )
    expect(await send({})).toBeUndefined()
    const refused = (message: RegExp) => ({ code: -32000, message: expect.stringMatching(message) })
    expect(await send({ nonce })).toEqual(refused(/^nonce too low: next nonce \d+, tx nonce \d+$/))
    const next = nonce + 1
    expect(await send({ nonce: next, value: 10n ** 40n })).toEqual(
      refused(/^insufficient funds for gas \* price \+ value: /),
    )
    expect(await send({ nonce: next, gasLimit: 20_000 })).toEqual(
      refused(/^intrinsic gas too low: gas 20000, minimum needed 21000$/),
    )
    expect(await send({ nonce: next, gasLimit: 6_700_001 })).toEqual(
      refused(/^exceeds block gas limit$/),
    )
    await opened.chain.request({ method: 'evm_setAutomine', params: [false] })
    expect(await send({ nonce: next })).toBeUndefined()
    expect(await send({ nonce: next })).toEqual(refused(/^already known$/))
    await opened.chain.request({ method: 'evm_setAutomine', params: [true] })
    await opened.chain.request({ method: 'evm_mine' })
  })

  it('ethers decodes reverts of calls, estimates and transactions', async () => {
    const at = (kind: Kind) => new Contract(addressOf(kind), ABI, wallet)
    expect((await failure(at('custom').getFunction('f')())).revert).toMatchObject({
      name: 'TooMuch',
    })
    for (const job of [
      (kind: Kind) => at(kind).getFunction('f')(),
      (kind: Kind) => at(kind).getFunction('g').estimateGas(),
      (kind: Kind) => at(kind).getFunction('g')(),
    ]) {
      // ethers leaves the decoding of sent data to the caller.
      expect(abi.parseError((await failure(job('custom'))).data!)).toMatchObject({
        name: 'TooMuch',
        args: [7n],
      })
      expect(await failure(job('reason'))).toMatchObject({
        code: 'CALL_EXCEPTION',
        reason: 'not today',
      })
      // ethers has its number as a number here.
      expect((await failure(job('panic'))).revert).toMatchObject({ name: 'Panic', args: [17] })
      expect(await failure(job('empty'))).toMatchObject({ code: 'CALL_EXCEPTION' })
    }
  })

  it('ethers names what is wrong with a transaction', async () => {
    const poor = Wallet.createRandom(provider)
    const tx = { to: wallet.address, value: 1n, gasLimit: 21_000, gasPrice: 0 }
    expect(await failure(poor.sendTransaction(tx))).toMatchObject({ code: 'INSUFFICIENT_FUNDS' })
    expect(await failure(wallet.sendTransaction({ ...tx, nonce: 0 }))).toMatchObject({
      code: 'NONCE_EXPIRED',
    })
  })

  it('a call with more value than its sender has is refused', async () => {
    const from = Wallet.createRandom().address
    const [to, want] = [wallet.address, 'insufficient funds for gas * price + value: address']
    const gas = '0x7530'
    const refused = (message: string) => ({ code: -32000, message })
    expect(await errorOf('eth_call', { from, to, value: '0x5', gas })).toEqual(
      refused(`err: ${want} ${from} have 0 want 5 (supplied gas 30000)`),
    )
    expect(await errorOf('eth_call', { from, to, gasPrice: '0x2', gas })).toEqual(
      refused(`err: ${want} ${from} have 0 want 60000 (supplied gas 30000)`),
    )
    expect(await errorOf('eth_estimateGas', { from, to, value: '0x5', gas })).toEqual(
      refused(`failed with 30000 gas: ${want} ${from} have 0 want 5`),
    )
    expect(await errorOf('eth_estimateGas', { from, to, value: '0x5', gasPrice: '0x1' })).toEqual(
      refused('insufficient funds for transfer'),
    )
    expect(
      await errorOf('eth_call', { from, to, value: '0x5' }, 'latest', {
        [from]: { balance: '0x5' },
      }),
    ).toBe(undefined)
  })

  it('an estimate with a gas price is limited to the gas its sender can pay', async () => {
    const from = Wallet.createRandom().address
    await opened.chain.request({ method: 'hardhat_setBalance', params: [from, '0x9c40'] })
    expect(
      await errorOf('eth_estimateGas', { from, to: wallet.address, gasPrice: '0x1' }),
    ).toBeUndefined()
    expect(await errorOf('eth_estimateGas', { from, to: ENDLESS, gasPrice: '0x1' })).toEqual({
      code: -32000,
      message: 'gas required exceeds allowance (40000)',
    })
  })

  it('a call that names no sender comes from the zero address', async () => {
    const to = `0x${'ca11e4'.padEnd(40, '0')}`
    await opened.chain.request({ method: 'hardhat_setCode', params: [to, '0x3360005260206000f3'] })
    expect(Number(await provider.call({ to }))).toBe(0)
  })

  it('ethers and viem know that the funds of a call are insufficient', async () => {
    const poor = Wallet.createRandom(provider)
    const tx = { to: wallet.address, value: 1n }
    expect(await failure(poor.estimateGas(tx))).toMatchObject({ code: 'INSUFFICIENT_FUNDS' })
    const reader = createPublicClient({ transport: http(opened.door.url, { retryCount: 0 }) })
    const account = poor.address as `0x${string}`
    const refused = await failure(reader.call({ account, to: account, value: 1n }))
    expect(refused.walk((e) => e instanceof InsufficientFundsError)).toBeTruthy()
  })

  it('viem decodes reverts of calls, estimates and transactions', async () => {
    const transport = http(opened.door.url, { retryCount: 0 })
    const reader = createPublicClient({ transport })
    const account = privateKeyToAccount(opened.chain.accounts[0]!.privateKey)
    const writer = createWalletClient({ transport, account })
    const what = (kind: Kind) => ({ address: addressOf(kind), abi: parseAbi(ABI) })
    for (const job of [
      (kind: Kind) => reader.readContract({ ...what(kind), functionName: 'f' }),
      (kind: Kind) => reader.estimateContractGas({ ...what(kind), functionName: 'g', account }),
      (kind: Kind) => writer.writeContract({ ...what(kind), functionName: 'g', chain: null }),
    ]) {
      const reverted = async (kind: Kind) =>
        (await failure(job(kind))).walk(
          (e) => e instanceof ContractFunctionRevertedError,
        ) as ContractFunctionRevertedError
      expect((await reverted('custom')).data).toMatchObject({ errorName: 'TooMuch', args: [7n] })
      expect((await reverted('reason')).reason).toBe('not today')
      expect((await reverted('panic')).data).toMatchObject({ errorName: 'Panic', args: [17n] })
    }
  })

  it('a plain transfer is estimated at 21000', async () => {
    expect(
      await provider.estimateGas({ from: wallet.address, to: `0x${'99'.repeat(20)}`, value: 1 }),
    ).toBe(21_000n)
  })

  it('the error of an unknown method quotes its name', async () => {
    for (const method of ['foo_bar', 'anvil_foo', 'eth_foo'])
      expect(await errorOf(method)).toEqual({
        code: -32601,
        message: `the method ${method} does not exist/is not available`,
      })
  })
})
