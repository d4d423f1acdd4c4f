import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type AllowedNames, isAllowedHost, isAllowedOrigin } from '@iexec-sim/door'
import type { Rpc } from '@iexec-sim/protocol'
import type { FastifyBaseLogger, FastifyPluginAsync } from 'fastify'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Chain } from '../chain.ts'
import { RpcFailure } from '../internal/edr.ts'
import { bounded } from './bounds.ts'
import { ClientMemory, mayRemember, withMemory } from './client-memory.ts'
import { DEFAULT_GAS_CAP } from './gas-cap.ts'
import { answerText, failure } from './json-rpc.ts'

/** Options of the chain's JSON-RPC door. */
export interface FrontOptions extends AllowedNames {
  /**
   * Gas that eth_call, eth_estimateGas and debug_traceCall may use. @default a whole block of
   * Bellecour
   */
  rpcGasCap?: bigint | undefined
}

/**
 * The chain's JSON-RPC door: `POST /` with `application/json`, and WebSocket on the same port with
 * `eth_subscribe`.
 */
export function rpcFront(chain: Chain, names: FrontOptions): FastifyPluginAsync {
  // One for all ways in: the machine is the same.
  const calls = bounded(chain, names.rpcGasCap ?? DEFAULT_GAS_CAP)
  return async (app) => {
    app.removeAllContentTypeParsers()
    // JSON only: a page of another site can send plain text and forms without being asked, but not
    // this type.
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    )
    const http = logged(calls, app.log)
    const remembering = withMemory(http, new ClientMemory())
    app.post('/', async ({ headers, body }, reply) => {
      const rpc = mayRemember(headers) ? remembering : http
      return reply
        .type('application/json')
        .send(JSON.stringify(await answerText(rpc, String(body ?? ''))))
    })

    const sockets = new WebSocketServer({
      noServer: true,
      maxPayload: 16 * 1024 ** 2,
      verifyClient: ({ req: { headers } }, answer) =>
        answer(isAllowedHost(headers.host, names) && isAllowedOrigin(headers.origin, names), 403),
    })
    app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      sockets.handleUpgrade(request, socket, head, (client) =>
        serve(chain, logged(calls, app.log), client),
      ),
    )
    app.addHook('preClose', async () => {
      for (const client of sockets.clients) client.terminate()
      sockets.close()
    })
  }
}

/**
 * The chain as clients from outside see it: every call leaves its name, time and outcome in the
 * log.
 */
function logged(calls: Rpc, log: FastifyBaseLogger): Rpc {
  return {
    async request(call) {
      const start = performance.now()
      const note = (refused?: unknown) =>
        log.debug(
          { method: call.method.slice(0, 64), ms: Math.round(performance.now() - start), refused },
          'call',
        )
      try {
        const result = await calls.request(call)
        note()
        return result
      } catch (error) {
        // The code alone: messages repeat parts of the request.
        note((error as { code?: unknown }).code ?? 'failed')
        throw error
      }
    },
  }
}

/** Most subscriptions of one connection. */
const MOST_SUBSCRIPTIONS = 100

/** Answers one WebSocket client; its subscriptions end with it. */
function serve(chain: Chain, calls: Rpc, client: WebSocket): void {
  const subscriptions = new Map<string, { close: () => Promise<void> }>()
  const send = (value: unknown) =>
    client.readyState === client.OPEN && client.send(JSON.stringify(value))

  const rpc = {
    async request(call: {
      method: string
      params?: readonly unknown[] | undefined
    }): Promise<unknown> {
      if (call.method === 'eth_subscribe') {
        if (subscriptions.size >= MOST_SUBSCRIPTIONS)
          throw new RpcFailure(
            -32005,
            `too many subscriptions: one connection has at most ${MOST_SUBSCRIPTIONS}`,
          )
        const subscription = await chain.subscribe(call.params ?? [], (result) =>
          send({
            jsonrpc: '2.0',
            method: 'eth_subscription',
            params: { subscription: subscription.id, result },
          }),
        )
        if (client.readyState === client.OPEN) subscriptions.set(subscription.id, subscription)
        else await subscription.close()
        return subscription.id
      }
      if (call.method === 'eth_unsubscribe') {
        const id = String(call.params?.[0])
        const subscription = subscriptions.get(id)
        subscriptions.delete(id)
        await subscription?.close()
        return subscription !== undefined
      }
      return calls.request(call)
    },
  }
  client.on('message', async (data, isBinary) => {
    send(
      isBinary
        ? failure(null, -32700, 'The request is not text.')
        : await answerText(rpc, String(data)),
    )
  })
  client.on('error', () => client.terminate())
  client.on('close', () => {
    for (const { close } of subscriptions.values()) void close().catch(() => {})
  })
}
