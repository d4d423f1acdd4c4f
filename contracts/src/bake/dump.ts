import { toBeHex } from 'ethers'
import type { Rpc } from '../engine/rpc.ts'
import type { GenesisAccount, Hex } from '../genesis.ts'

const ZERO = `0x${'0'.repeat(64)}`

/**
 * Reads the accounts with code back from the chain.
 * Which slots may be set follows from the traces: every slot any of the transactions wrote, asked of every account.
 */
export async function dump(
  rpc: Rpc,
  contracts: readonly Hex[],
  transactions: readonly Hex[],
): Promise<GenesisAccount[]> {
  const slots = await writtenSlots(rpc, transactions)
  const accounts = [...contracts].sort((a, b) => a.toLowerCase().localeCompare(b.toLowerCase()))
  return Promise.all(accounts.map((address) => readAccount(rpc, address, slots)))
}

async function readAccount(rpc: Rpc, address: Hex, slots: readonly Hex[]): Promise<GenesisAccount> {
  const read = (method: string, ...params: unknown[]) => rpc.request({ method, params: [address, ...params, 'latest'] })
  const storage: Record<Hex, Hex> = {}
  for (const slot of slots) {
    const value = (await read('eth_getStorageAt', slot)) as Hex
    if (value !== ZERO) storage[slot] = value
  }
  const code = (await read('eth_getCode')) as Hex
  const nonce = Math.max(1, Number(await read('eth_getTransactionCount'))) // as of any deployed contract
  return { address, code, storage, nonce }
}

/** All storage slots the transactions wrote, of whatever account, in order. */
async function writtenSlots(rpc: Rpc, transactions: readonly Hex[]): Promise<Hex[]> {
  const slots = new Set<Hex>()
  const options = { disableMemory: true, disableStorage: true }
  for (const hash of transactions) {
    const trace = await rpc.request({ method: 'debug_traceTransaction', params: [hash, options] })
    for (const { op, stack } of (trace as { structLogs: { op: string; stack: string[] }[] }).structLogs) {
      if (op === 'SSTORE') slots.add(word(stack.at(-1)!))
    }
  }
  return [...slots].sort()
}

/** A stack item as a 32-byte word; engines leave out `0x` or leading zeros. */
function word(item: string): Hex {
  return toBeHex(BigInt(item.startsWith('0x') ? item : `0x${item}`), 32) as Hex
}
