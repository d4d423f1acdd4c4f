import type { Hex, Rpc } from '@iexec-sim/protocol'

/**
 * Changes of a transaction: accounts by address before and after it, with the parts that differ.
 */
interface Changes {
  readonly pre: Readonly<Record<Hex, { readonly storage?: Readonly<Record<Hex, Hex>> }>>
  readonly post: Changes['pre']
}

/** All storage slots the transactions changed, by lower-case address of the account. */
export async function changedSlots(
  rpc: Rpc,
  transactions: readonly Hex[],
): Promise<Map<string, Set<Hex>>> {
  const slots = new Map<string, Set<Hex>>()
  const options = { tracer: 'prestateTracer', tracerConfig: { diffMode: true } }
  for (const hash of transactions) {
    const { pre, post } = (await rpc.request({
      method: 'debug_traceTransaction',
      params: [hash, options],
    })) as Changes
    for (const [address, { storage = {} }] of [...Object.entries(pre), ...Object.entries(post)]) {
      const known = slots.get(address.toLowerCase()) ?? new Set()
      for (const slot of Object.keys(storage)) known.add(slot as Hex)
      slots.set(address.toLowerCase(), known)
    }
  }
  return slots
}
