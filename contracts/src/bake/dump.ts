import type { Hex, Rpc } from '@iexec-sim/protocol'
import type { GenesisAccount } from '../genesis.ts'
import type { Builder } from './builder.ts'
import { changedSlots } from './changed-slots.ts'

const ZERO = `0x${'0'.repeat(64)}`

/**
 * Reads the accounts with code back from the chain.
 * Which slots may be set follows from what each of the transactions changed.
 */
export async function dump(
  rpc: Rpc,
  contracts: readonly Hex[],
  { transactions, written }: Pick<Builder, 'transactions' | 'written'>,
): Promise<GenesisAccount[]> {
  const slots = await changedSlots(rpc, transactions)
  for (const [address, slot] of written) {
    const known = slots.get(address.toLowerCase()) ?? new Set()
    slots.set(address.toLowerCase(), known.add(slot))
  }
  const accounts = [...contracts].sort((a, b) => a.toLowerCase().localeCompare(b.toLowerCase()))
  return Promise.all(
    accounts.map((address) => readAccount(rpc, address, slots.get(address.toLowerCase()) ?? [])),
  )
}

async function readAccount(rpc: Rpc, address: Hex, slots: Iterable<Hex>): Promise<GenesisAccount> {
  const read = (method: string, ...params: unknown[]) =>
    rpc.request({ method, params: [address, ...params, 'latest'] })
  const storage: Record<Hex, Hex> = {}
  for (const slot of [...slots].sort()) {
    const value = (await read('eth_getStorageAt', slot)) as Hex
    if (value !== ZERO) storage[slot] = value
  }
  const code = (await read('eth_getCode')) as Hex
  const nonce = Math.max(1, Number(await read('eth_getTransactionCount'))) // as of any deployed contract
  return { address, code, storage, nonce }
}
