import {
  type HubDomain,
  type OrderKind,
  type OrderOf,
  orderDomain,
  orderFields,
} from '@iexec-sim/protocol'
import type { TypedDataField } from 'ethers'

/** Operation a maker signs so that another account can sign (0) or close (1) an order on chain. */
export function operationTypedData<K extends OrderKind>(
  kind: K,
  order: OrderOf<K>,
  operation: number,
  domain: HubDomain,
) {
  const { sign: _, ...unsigned } = order
  const types: Record<string, TypedDataField[]> = {
    [`${kind}Operation`]: [
      { name: 'order', type: kind },
      { name: 'operation', type: 'uint256' },
    ],
    [kind]: orderFields(kind),
  }
  return { domain: orderDomain(domain), types, value: { order: unsigned, operation } }
}
