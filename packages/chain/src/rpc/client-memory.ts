import type { IncomingHttpHeaders } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Rpc } from '@iexec-sim/protocol'

/** Time for which ethers caches a response, and a little more. */
const MEMORY_MS = 260
/** Senders whose counts are noted; the oldest goes first. */
const MOST_SENDERS = 1_000
/** Characters of an address. */
const ADDRESS_LENGTH = 42

/**
 * What clients built on ethers remember. They keep a transaction count for a quarter of a second:
 * on a chain that mines at once, their second transaction would take the nonce of the first.
 */
export class ClientMemory {
  readonly #asked = new Map<string, number>()

  /** Notes that the transaction count of a sender was asked for. */
  note(sender: unknown, now: number): void {
    // A request may hold megabytes in its place, before anything has checked it.
    if (typeof sender !== 'string' || sender.length > ADDRESS_LENGTH) return
    const key = sender.toLowerCase()
    this.#asked.delete(key)
    this.#asked.set(key, now)
    if (this.#asked.size > MOST_SENDERS) this.#asked.delete(this.#asked.keys().next().value!)
  }

  /** Milliseconds until a client has forgotten the sender's count. */
  leftMs(sender: string, now: number): number {
    const asked = this.#asked.get(sender.toLowerCase()) ?? Number.NEGATIVE_INFINITY
    return Math.max(0, asked + MEMORY_MS - now)
  }
}

/**
 * Whether a request may come from ethers: in Node.js it names no user agent, in a browser its page
 * is the origin. Clients on fetch, such as viem, and command lines name one.
 */
export const mayRemember = ({ origin, 'user-agent': agent }: IncomingHttpHeaders): boolean =>
  origin !== undefined || agent === undefined

/**
 * The calls of a client that may remember: the answer to a transaction waits until the count that
 * was asked for before it is forgotten; the transaction itself does not.
 */
export function withMemory(calls: Rpc, memory: ClientMemory): Rpc {
  return {
    async request(call) {
      if (call.method === 'eth_getTransactionCount')
        memory.note(call.params?.[0], performance.now())
      const result = await calls.request(call)
      if (call.method === 'eth_sendRawTransaction') {
        const sent = (await calls.request({
          method: 'eth_getTransactionByHash',
          params: [result],
        })) as { from: string } | null
        if (sent) await delay(memory.leftMs(sent.from, performance.now()))
      }
      return result
    },
  }
}
