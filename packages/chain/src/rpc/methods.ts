import { RpcFailure } from '../internal/failures.ts'
import { CHEATS } from './table/cheats.ts'
import { ETH } from './table/eth.ts'
import { OTHERS } from './table/others.ts'
import type { AnsweredMethod, MethodRow } from './table/row.ts'

/** Every method the door knows. Nothing else is answered. */
export const METHODS: readonly MethodRow[] = [...ETH, ...CHEATS, ...OTHERS].sort((a, b) =>
  a.name < b.name ? -1 : 1,
)

const BY_NAME = new Map(METHODS.map((row) => [row.name, row]))

/** The name a method is known by here; the name itself for one that is not known. */
export function canonicalMethod(name: string): string {
  const row = BY_NAME.get(name)
  return row && row.by !== 'none' ? (row.as ?? name) : name
}

/** The row of a method that is answered. Throws a JSON-RPC error with code -32601 for any other. */
export function methodRow(name: string): AnsweredMethod {
  const row = BY_NAME.get(name)
  if (!row) throw new RpcFailure(-32601, `the method ${name} does not exist/is not available`)
  if (row.by === 'none')
    throw new RpcFailure(-32601, `${name} is not supported: ${row.why.replaceAll('`', '"')}`)
  return row
}

/** Kind of a method (by its canonical name); `undefined` for an unsupported one. */
export function kindOf(name: string): AnsweredMethod['kind'] | undefined {
  const row = BY_NAME.get(name)
  return row && row.by !== 'none' ? row.kind : undefined
}

const MINES = new Set(['eth_sendTransaction', 'eth_sendRawTransaction', 'evm_mine', 'hardhat_mine'])

/** Whether a write adds blocks. */
export const mines = (method: string): boolean => MINES.has(method)

/** Whether a read is answered as of the block to come, and so depends on the time. */
export function looksAhead(method: string, params: readonly unknown[]): boolean {
  if (method === 'eth_estimateGas') return params[1] === undefined || params[1] === 'pending'
  if (method === 'eth_call') return params[1] === 'pending'
  return method === 'eth_getBlockByNumber' && params[0] === 'pending'
}
