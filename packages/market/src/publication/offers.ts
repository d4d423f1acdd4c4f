import { ZERO_ADDRESS } from '@iexec-sim/protocol'
import type { OrderDocument } from '../order-record.ts'
import type { Condition, OrderStore } from '../store/order-store.ts'

const TEE = 1n

/** What keeps a request from being matched: no open order of its app or dataset fits. `undefined` when both are there. */
export function missingOffer(orders: OrderStore, request: OrderDocument): string | undefined {
  const tee = (BigInt(request.tag!) & TEE) === TEE
  const app = best(orders, 'apporder', [
    equal('app', request.app!),
    restrict('datasetrestrict', request.dataset!),
    restrict('workerpoolrestrict', request.workerpool!),
    restrict('requesterrestrict', request.requester!),
    ...(tee ? [{ sql: 'tag & 1 = 1', values: [] }] : []),
  ])
  if (app === undefined) return `No ${tee ? 'tee enabled ' : ''}apporder published for app ${request.app}`
  if (app > Number(request.appmaxprice))
    return `appmaxprice for app ${request.app} is too low, actual best price is ${app} nRLC`
  if (request.dataset === ZERO_ADDRESS) return undefined
  const dataset = best(orders, 'datasetorder', [
    equal('dataset', request.dataset!),
    restrict('apprestrict', request.app!),
    restrict('workerpoolrestrict', request.workerpool!),
    restrict('requesterrestrict', request.requester!),
  ])
  if (dataset === undefined) return `No datasetorder published for dataset ${request.dataset}`
  if (dataset > Number(request.datasetmaxprice))
    return `datasetmaxprice for dataset ${request.dataset} is too low, actual best price is ${dataset} nRLC`
  return undefined
}

/** Price of the best order, nRLC. */
function best(orders: OrderStore, name: 'apporder' | 'datasetorder', conditions: Condition[]): number | undefined {
  const [order] = orders.find(name, conditions, { skip: 0, limit: 1 }).orders
  return order && Number(order.order[name === 'apporder' ? 'appprice' : 'datasetprice'])
}

const equal = (column: string, value: string | number): Condition => ({ sql: `${column} = ?`, values: [value] })

/** A restriction is fulfilled when there is none, or it names exactly this. */
const restrict = (column: string, value: string | number): Condition => ({
  sql: `${column} IN (?, ?)`,
  values: [ZERO_ADDRESS, value],
})
