import { encodeTag, ZERO_ADDRESS } from '@iexec-sim/protocol'
import type { OrderDocument } from '../order-record.ts'
import { equals, hasBits, letsIn } from '../store/conditions.ts'
import type { OrderStore } from '../store/order-store.ts'
import { hasAllBits } from '../store/tags.ts'

const TEE = encodeTag(['tee'])

/**
 * Obstacle to matching a request: no open order of its app or dataset fits. `undefined` if both
 * exist.
 */
export function missingOffer(orders: OrderStore, request: OrderDocument): string | undefined {
  const tee = hasAllBits(String(request.tag), TEE)
  const of = (field: string) => String(request[field])
  const app = orders.bestPrice(
    'apporder',
    equals('app', { address: of('app') }),
    letsIn('datasetrestrict', of('dataset')),
    letsIn('workerpoolrestrict', of('workerpool')),
    letsIn('requesterrestrict', of('requester')),
    ...(tee ? [hasBits(TEE)] : []),
  )
  if (app === undefined)
    return `No ${tee ? 'tee enabled ' : ''}apporder published for app ${request.app}`
  if (app > Number(request.appmaxprice))
    return `appmaxprice for app ${request.app} is too low, actual best price is ${app} nRLC`
  if (request.dataset === ZERO_ADDRESS) return undefined
  const dataset = orders.bestPrice(
    'datasetorder',
    equals('dataset', { address: of('dataset') }),
    letsIn('apprestrict', of('app')),
    letsIn('workerpoolrestrict', of('workerpool')),
    letsIn('requesterrestrict', of('requester')),
  )
  if (dataset === undefined) return `No datasetorder published for dataset ${request.dataset}`
  if (dataset > Number(request.datasetmaxprice))
    return `datasetmaxprice for dataset ${request.dataset} is too low, actual best price is ${dataset} nRLC`
  return undefined
}
