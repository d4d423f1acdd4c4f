import { bellecour } from '@iexec-sim/protocol'
import { Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EventFeed, HubClient, httpRpc, interfaces } from '../src/client/index.ts'
import { type OpenChain, openChain } from './open-chain.ts'

describe('the JSON-RPC door', () => {
  let opened: OpenChain
  beforeAll(async () => {
    opened = await openChain()
  })
  afterAll(() => opened.close())
  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(opened.door.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    })

  it('answers a request, a batch and a bad request', async () => {
    const call = { jsonrpc: '2.0', id: 7, method: 'eth_chainId', params: [] }
    expect(await (await post(JSON.stringify(call))).json()).toEqual({
      jsonrpc: '2.0',
      id: 7,
      result: '0x86',
    })
    expect(
      await (await post(JSON.stringify([call, { ...call, id: 8, method: 'eth_nothing' }]))).json(),
    ).toMatchObject([
      { id: 7, result: '0x86' },
      { id: 8, error: { code: expect.any(Number) } },
    ])
    expect(await (await post('{')).json()).toMatchObject({ error: { code: -32700 } })
    expect(await (await post('[]')).json()).toMatchObject({ error: { code: -32600 } })
    expect(await (await post('{"id":1}')).json()).toMatchObject({ id: 1, error: { code: -32600 } })
  })
  it('accepts JSON only, so that no page can post without being asked', async () => {
    expect((await post('{}', { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post('{}', { origin: 'https://evil.example' })).status).toBe(403)
  })
  it('refuses a WebSocket from a foreign page', async () => {
    const { WebSocket } = await import('ws')
    const socket = new WebSocket(opened.door.wsUrl, { headers: { origin: 'https://evil.example' } })
    const error = await new Promise<Error>((resolve) => socket.on('error', resolve))
    expect(error.message).toContain('403')
  })
  it('sends new heads to WebSocket clients', async () => {
    const { WebSocket } = await import('ws')
    const heads = await Promise.all(
      [0, 1].map(async () => {
        const socket = new WebSocket(opened.door.wsUrl)
        await new Promise((resolve) => socket.on('open', resolve))
        const subscribed = Promise.withResolvers<void>()
        const head = Promise.withResolvers<{ number: string }>()
        socket.on('message', (data) => {
          const message = JSON.parse(String(data))
          if (message.id === 1) subscribed.resolve()
          if (message.method === 'eth_subscription') head.resolve(message.params.result)
        })
        socket.send(
          JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_subscribe', params: ['newHeads'] }),
        )
        await subscribed.promise
        return { socket, head: head.promise }
      }),
    )
    await opened.chain.request({ method: 'evm_mine' })
    for (const { socket, head } of heads) {
      expect(await head).toMatchObject({ number: '0x1' })
      socket.close()
    }
  })
  it('an event feed brings every event once and in order, over HTTP, in process and after a restart', async () => {
    for (const rpc of [opened.chain, httpRpc(opened.door.url)]) {
      const writer = new HubClient({ rpc: opened.chain, hub: bellecour.hub }).as(
        new Wallet(opened.chain.accounts[5]!.privateKey),
      )
      const fromBlock = Number(await opened.chain.request({ method: 'eth_blockNumber' })) + 1
      await writer.deposit(1n)
      const seen: bigint[] = []
      let failed = false
      const waiting = Promise.withResolvers<void>()
      const feed = await EventFeed.start({
        rpc,
        sources: [{ address: bellecour.hub, abi: interfaces.hub() }],
        fromBlock,
        onBatch: async ({ events }) => {
          if (!failed && seen.length === 1) {
            failed = true
            throw new Error('not now')
          }
          seen.push(...events.map(({ event }) => event.args.value as bigint))
          if (seen.length === 3) waiting.resolve()
        },
      })
      await writer.deposit(2n)
      await writer.deposit(3n)
      await waiting.promise
      expect(seen).toEqual([1n, 2n, 3n])
      expect(failed).toBe(true)
      await feed.close()
    }
  })
})
