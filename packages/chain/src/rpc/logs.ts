import { RpcFailure } from '../internal/edr.ts'

/** Blocks `eth_getLogs` looks through at once. */
const MOST_BLOCKS = 100_000
/** Logs of one answer. */
const MOST_LOGS = 10_000

type Ask = (method: string, params: readonly unknown[]) => Promise<unknown>

interface Filter {
  fromBlock?: unknown
  toBlock?: unknown
}

/**
 * Answers `eth_getLogs` for a bounded range and number of logs; rejects with code -32005 for more.
 */
export async function boundedLogs(ask: Ask, params: readonly unknown[]): Promise<unknown> {
  const { filter, head } = await readFilter(ask, params)
  // The engine walks to the end it is told, whether there are blocks or not.
  const last = numberOf(filter.toBlock, head)
  const blocks = Math.min(last, head) - numberOf(filter.fromBlock, head) + 1
  if (blocks > MOST_BLOCKS)
    throw new RpcFailure(-32005, `the range is too large: ${blocks} blocks, above ${MOST_BLOCKS}`)
  const near = last > head ? { ...filter, toBlock: hex(head) } : filter
  if (blocks <= 0 && last > head) return []
  const logs = await ask('eth_getLogs', [near, ...params.slice(1)])
  if (Array.isArray(logs) && logs.length > MOST_LOGS)
    throw new RpcFailure(-32005, `there are more than ${MOST_LOGS} logs: ask for fewer blocks`)
  return logs
}

/**
 * The parameters of `eth_newFilter` without an end that lies ahead: such a filter is open for the
 * engine.
 */
export async function withoutFarEnd(
  ask: Ask,
  params: readonly unknown[],
): Promise<readonly unknown[]> {
  const { filter, head } = await readFilter(ask, params)
  if (numberOf(filter.toBlock, head) <= head) return params
  const { toBlock: _, ...open } = filter
  return [open, ...params.slice(1)]
}

async function readFilter(
  ask: Ask,
  [filter]: readonly unknown[],
): Promise<{ filter: Filter; head: number }> {
  const head = Number(await ask('eth_blockNumber', []))
  return { filter: typeof filter === 'object' && filter !== null ? filter : {}, head }
}

/**
 * Tags are the newest block but for the first one. Read strictly: what only the engine understood
 * would go around the bound.
 */
function numberOf(block: unknown, head: number): number {
  if (block === 'earliest') return 0
  if (
    block === undefined ||
    block === null ||
    ['latest', 'pending', 'safe', 'finalized'].includes(String(block))
  )
    return head
  if (typeof block === 'string' && /^0x[0-9a-f]{1,64}$/i.test(block)) return Number(block)
  throw new RpcFailure(
    -32602,
    'a block of a filter is a hex quantity or a tag, such as "0x10" or "latest"',
  )
}

const hex = (value: number): string => `0x${value.toString(16)}`
