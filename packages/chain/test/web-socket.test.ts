import { connect } from 'node:net'
import { bellecour } from '@iexec-sim/protocol'
import { Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { HubClient, interfaces } from '../src/client/index.ts'
import { type OpenChain, openChain } from './open-chain.ts'

type Message = {
  id?: number
  method?: string
  result?: unknown
  params?: { result: { data?: string } }
}
const { hub } = bellecour

let started: OpenChain
beforeAll(async () => {
  started = await openChain()
})
afterAll(() => started.close())

/** A client that can wait for the message it wants, whether it came already or is still to come. */
async function connected() {
  const socket = new WebSocket(started.door.wsUrl)
  const seen: Message[] = []
  const waiting = new Set<() => void>()
  socket.on('message', (data) => {
    seen.push(JSON.parse(String(data)))
    for (const look of waiting) look()
  })
  await new Promise((resolve) => socket.on('open', resolve))
  const until = (wanted: (message: Message) => boolean) =>
    new Promise<Message>((resolve) => {
      const look = () => {
        const found = seen.find(wanted)
        if (!found) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  const call = (id: number, method: string, params: unknown[]) => {
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
    return until((message) => message.id === id)
  }
  return { socket, seen, until, call }
}

/** The status line an upgrade request with these headers is answered with. */
function upgrade(headers: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(started.door.url).port), '127.0.0.1', () => {
      socket.write(
        `GET / HTTP/1.1\r\n${headers}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
      )
    })
    socket.on('data', (data) => {
      resolve(String(data).split('\r\n')[0]!)
      socket.destroy()
    })
    socket.on('error', reject)
  })
}

describe('the WebSocket door', () => {
  it('refuses host names that resolve to this machine, and foreign pages', async () => {
    expect(await upgrade('Host: evil.example')).toContain('403')
    expect(await upgrade('Host: localhost\r\nOrigin: https://evil.example')).toContain('403')
    expect(await upgrade('Host: localhost\r\nOrigin: http://localhost:3000')).toContain('101')
  })

  it('survives a foreign page that hangs up at once', async () => {
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const socket = connect(Number(new URL(started.door.url).port), '127.0.0.1')
        socket.write(
          'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
        )
        await new Promise((resolve) => socket.on('connect', resolve))
        socket.resetAndDestroy()
      }),
    )
    expect(await upgrade('Host: localhost')).toContain('101')
  })

  it('sends the subscribed logs to the subscriber alone, until it unsubscribes', async () => {
    const [asking, silent] = await Promise.all([connected(), connected()])
    const topic = interfaces.hub().getEvent('Transfer')!.topicHash
    const { result: id } = await asking.call(1, 'eth_subscribe', [
      'logs',
      { address: hub, topics: [topic] },
    ])
    const writer = new HubClient({ rpc: started.chain, hub }).as(
      new Wallet(started.chain.accounts[2]!.privateKey),
    )
    await writer.deposit(7n)
    const told = await asking.until(({ method }) => method === 'eth_subscription')
    expect(told.params).toMatchObject({ subscription: id, result: { address: hub.toLowerCase() } })
    expect(BigInt(told.params!.result.data!)).toBe(7n)
    expect(await asking.call(2, 'eth_unsubscribe', [id])).toMatchObject({ result: true })
    expect(await asking.call(3, 'eth_unsubscribe', [id])).toMatchObject({ result: false })
    const before = asking.seen.length
    await writer.deposit(8n)
    await asking.call(4, 'eth_chainId', [])
    expect(asking.seen).toHaveLength(before + 1)
    expect(silent.seen).toEqual([])
    for (const { socket } of [asking, silent]) socket.close()
  })

  it('answers malformed requests, and batches', async () => {
    const { socket, until } = await connected()
    socket.send('{')
    await until((message) => (message as { error?: { code: number } }).error?.code === -32700)
    socket.send(JSON.stringify([{ jsonrpc: '2.0', id: 1, method: 'eth_chainId' }]))
    const batch = (await until(Array.isArray)) as unknown as Message[]
    expect(batch).toMatchObject([{ id: 1, result: '0x86' }])
    socket.close()
  })

  it('is the only one with subscriptions: HTTP refuses them', async () => {
    const body = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'eth_subscribe',
      params: ['newHeads'],
    })
    const response = await fetch(started.door.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect(await response.json()).toMatchObject({
      error: { code: -32601, message: expect.stringContaining('WebSocket') },
    })
  })
})
