import type { AssetKind, ChainEvent } from '@iexec-sim/chain/client'
import { type Address, ZERO_ADDRESS } from '@iexec-sim/protocol'
import { getAddress, toBeHex } from 'ethers'
import type { MarketContext } from '../context.ts'
import { end } from '../publication/order-gone.ts'
import { equals } from '../store/conditions.ts'

/** Names of a registry's events that {@link onOwnerChange} handles. */
export const OWNER_EVENTS = ['Transfer']

/** Handles a change of an asset's owner: the offers of the former owner end. */
export async function onOwnerChange(
  context: MarketContext,
  kind: AssetKind,
  { event }: ChainEvent,
): Promise<void> {
  const from = event.args.from as Address
  if (from === ZERO_ADDRESS) return
  const asset = getAddress(toBeHex(event.args.tokenId as bigint, 20)) as Address
  if ((await context.chain.ownerOf(asset)) === from) return
  const name = `${kind}order` as const
  const offers = context.orders.allOpen(
    name,
    equals(kind, { address: asset }),
    equals('signer', { address: from }),
  )
  for (const record of offers) await end(context, name, record, 'dead')
}
