import { nestsDeeper } from '@iexec-sim/door'
import type { Rpc } from '@iexec-sim/protocol'

interface Call {
  id: unknown
  method: string
  params: unknown[]
}

/** A JSON-RPC answer. */
export type Answer =
  | { jsonrpc: '2.0'; id: unknown; result: unknown }
  | { jsonrpc: '2.0'; id: unknown; error: { code: number; message: string; data?: unknown } }

/**
 * Deepest nesting of a request: what reads JSON gets by with any depth, what writes it again does
 * not. Real ones have five.
 */
const DEEPEST = 200
/** Most requests of one batch. */
const LARGEST_BATCH = 1_000

/** Handles the text of a request or a batch; malformed requests get their JSON-RPC error. */
export async function answerText(rpc: Rpc, text: string): Promise<Answer | Answer[]> {
  if (nestsDeeper(text, DEEPEST))
    return failure(null, -32600, `The request nests deeper than ${DEEPEST} levels.`)
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return failure(null, -32700, 'The request is not JSON.')
  }
  if (!Array.isArray(body)) return answer(rpc, body)
  if (body.length === 0 || body.length > LARGEST_BATCH)
    return failure(
      null,
      -32600,
      `A batch holds 1 to ${LARGEST_BATCH} requests, not ${body.length}.`,
    )
  return Promise.all(body.map((call) => answer(rpc, call)))
}

async function answer(rpc: Rpc, value: unknown): Promise<Answer> {
  const call = readCall(value)
  if (!call)
    return failure(
      (value as { id?: unknown } | null)?.id ?? null,
      -32600,
      'This is not a JSON-RPC request: it needs a "method" and a list of "params".',
    )
  try {
    return { jsonrpc: '2.0', id: call.id, result: await rpc.request(call) }
  } catch (error) {
    const { code, message, data } = error as { code?: unknown; message: string; data?: unknown }
    return failure(call.id, typeof code === 'number' ? code : -32603, message, data)
  }
}

/** The error answer for a request. */
export function failure(id: unknown, code: number, message: string, data?: unknown): Answer {
  return { jsonrpc: '2.0', id, error: { code, message, ...(data === undefined ? {} : { data }) } }
}

function readCall(value: unknown): Call | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { id = null, method, params = [] } = value as Record<string, unknown>
  return typeof method === 'string' && Array.isArray(params) ? { id, method, params } : undefined
}
