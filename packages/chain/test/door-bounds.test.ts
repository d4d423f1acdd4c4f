import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OpenChain, openChain } from './open-chain.ts'

/** JUMPDEST PUSH1 0 JUMP: never ends by itself. */
const ENDLESS = '0x5b600056'
/** Answers the gas that is left at its first step. */
const GAS_LEFT = '0x5a60005260206000f3'

describe('the bounds of the chain door', () => {
  let opened: OpenChain

  beforeAll(async () => {
    opened = await openChain({}, { allowedHosts: [], allowedOrigins: [], rpcGasCap: 300_000n })
  })
  afterAll(() => opened.close())

  const post = async (body: string) => {
    const response = await fetch(opened.door.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    return (await response.json()) as {
      result?: unknown
      error?: { code: number; message: string }
    }
  }
  const ask = (method: string, ...params: unknown[]) =>
    post(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }))

  it('a request without a body is refused as not JSON', async () => {
    const response = await fetch(opened.door.url, { method: 'POST' })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ error: { code: -32700 } })
  })

  it('an endless call runs out of gas at the cap, even if it asks for more', async () => {
    for (const method of ['eth_call', 'eth_estimateGas'])
      for (const gas of ['0x3b9aca00', undefined])
        expect((await ask(method, { data: ENDLESS, ...(gas && { gas }) })).error?.message).toMatch(
          /^out of gas$|^gas required exceeds allowance \(300000\)$/,
        )
  })

  it('gas above the cap is lowered to it, less gas is kept', async () => {
    const at = `0x${'ab'.repeat(20)}`
    await ask('hardhat_setCode', at, GAS_LEFT)
    const left = async (gas?: string) =>
      Number((await ask('eth_call', { to: at, ...(gas && { gas }) })).result)
    expect(await left()).toBe(300_000 - 21_000 - 2)
    expect(await left('0x3b9aca00')).toBe(300_000 - 21_000 - 2)
    expect(await left('0xc350')).toBe(50_000 - 21_000 - 2)
  })

  it('gas that is not a hex quantity is refused', async () => {
    for (const gas of ['1_000_000_000', '1000000000', 1e9, {}, '3b9aca00'])
      expect((await ask('eth_call', { data: ENDLESS, gas })).error?.code).toBe(-32602)
  })

  it('other requests do not wait for queued calls', async () => {
    const answered: string[] = []
    const calls = Array.from({ length: 10 }, () =>
      ask('eth_call', { data: ENDLESS }).then(() => answered.push('call')),
    )
    await ask('eth_blockNumber').then(() => answered.push('number'))
    await Promise.all(calls)
    expect(answered.indexOf('number')).toBeLessThan(5)
  })

  it('parameters nested 100,000 deep are refused', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const answer = await post(`{"jsonrpc":"2.0","id":1,"method":"eth_call","params":${deep}}`)
    expect(answer.error).toEqual({
      code: -32600,
      message: 'The request nests deeper than 200 levels.',
    })
    const brackets = JSON.stringify('\\"['.repeat(1_000))
    expect(
      (await post(`{"id":1,"method":"web3_sha3","params":[${brackets}]}`)).error?.code,
    ).not.toBe(-32600)
  })

  it('mining too many blocks at once is refused', async () => {
    expect((await ask('hardhat_mine', '0xffffffff')).error?.code).toBe(-32602)
    expect((await ask('anvil_mine', 1e9)).error?.code).toBe(-32602)
    expect((await ask('hardhat_mine', '0x2')).error).toBeUndefined()
  })

  it('a gas limit of blocks above that of every profile is refused', async () => {
    for (const limit of ['0x1c9c381', 30_000_001, 1e15, '30000001', '0b1'])
      expect((await ask('evm_setBlockGasLimit', limit)).error?.code).toBe(-32602)
    expect((await ask('anvil_setBlockGasLimit', '0xffffffff')).error?.code).toBe(-32602)
    expect((await ask('evm_setBlockGasLimit', '0x663be0')).error).toBeUndefined()
  })

  it('logs of the whole chain are returned, even for a range far ahead', async () => {
    expect(
      (await ask('eth_getLogs', { fromBlock: '0x0', toBlock: '0xffffffff' })).result,
    ).toBeInstanceOf(Array)
    expect((await ask('eth_getLogs', {})).result).toBeInstanceOf(Array)
  })

  it('more than 10,000 logs are refused, fewer are returned', async () => {
    const at = `0x${'10'.repeat(20)}`
    const from = opened.chain.accounts[0]!.address
    // Emits 10,000 empty logs, counting down.
    await ask('hardhat_setCode', at, '0x6127105b60006000a060019003806003570000')
    const sent = await ask('eth_sendTransaction', { from, to: at, gas: '0x663be0' })
    expect((await ask('eth_getTransactionReceipt', sent.result)).result).toMatchObject({
      status: '0x1',
    })
    const filter = { address: at, fromBlock: '0x0' }
    expect((await ask('eth_getLogs', filter)).result).toHaveLength(10_000)
    await ask('hardhat_setCode', at, '0x60006000a000')
    await ask('eth_sendTransaction', { from, to: at, gas: '0x663be0' })
    expect((await ask('eth_getLogs', filter)).error).toEqual({
      code: -32005,
      message: 'there are more than 10000 logs: ask for fewer blocks',
    })
    expect((await ask('eth_getLogs', { address: at })).result).toHaveLength(1)
  })

  it('logs of more than 100,000 blocks are refused, of fewer returned', async () => {
    for (let i = 0; i < 10; i++) await ask('hardhat_mine', '0x2710')
    const head = Number((await ask('eth_blockNumber')).result)
    expect(head).toBeGreaterThan(100_000)
    const nowhere = { address: `0x${'11'.repeat(20)}` }
    const from = (number: number) =>
      ask('eth_getLogs', { ...nowhere, fromBlock: `0x${number.toString(16)}` })
    expect((await from(head - 100_000)).error).toEqual({
      code: -32005,
      message: 'the range is too large: 100001 blocks, above 100000',
    })
    expect((await from(head - 99_999)).result).toEqual([])
  })

  it('the 1,001st filter is refused until another is removed', async () => {
    const batch = Array.from({ length: 1_000 }, (_, id) => ({
      jsonrpc: '2.0',
      id,
      method: 'eth_newBlockFilter',
      params: [],
    }))
    const made = (await post(JSON.stringify(batch))) as unknown as { result: string }[]
    expect((await ask('eth_newFilter', {})).error?.code).toBe(-32005)
    await ask('eth_uninstallFilter', made[0]!.result)
    expect((await ask('eth_newFilter', {})).result).toBeDefined()
  })

  it('an upgrade to anything but WebSocket is answered at once', async () => {
    const { hostname, port } = new URL(opened.door.url)
    const socket = connect(Number(port), hostname)
    socket.end(
      `GET / HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n`,
    )
    let answer = ''
    for await (const chunk of socket) answer += chunk
    // As if it had not asked: there is nothing to GET. 426 where Node cannot do that.
    expect(answer).toMatch(/^HTTP\/1\.1 (405|426) /)
  })
})
