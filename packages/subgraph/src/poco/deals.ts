import {
  type Bytes32,
  type Deal,
  type DealId,
  parseDealParams,
  ZERO_ADDRESS,
} from '@iexec-sim/protocol'
import { type Handler, handler, type IndexedEvent, type Writer } from '../index/subgraph-source.ts'
import { account, count, happened } from './common.ts'

/** The orders of a match by their hashes. */
type OrderHashes = Record<'app' | 'dataset' | 'workerpool' | 'request', Bytes32>

/** What the hub logs when orders are matched. */
export const dealHandlers: Readonly<Record<string, Handler>> = {
  OrdersMatched: handler<Deal>({
    read: (chain, { args }) => chain.deal(args.dealid as DealId),
    apply(to, event, deal) {
      const [, app, dataset, workerpool, request] = event.args as unknown as Bytes32[]
      const hashes = { app: app!, dataset: dataset!, workerpool: workerpool!, request: request! }
      putDeal(to, event, deal, hashes)
      putOrders(to, deal, hashes)
      for (const [entity, id] of [
        ['App', deal.app.pointer],
        ['Workerpool', deal.workerpool.pointer],
      ] as const) {
        to.add(entity, id, { usageCount: 1n })
        to.put(entity, id, { lastUsageTimestamp: event.timestamp })
      }
      happened(to, 'OrdersMatched', event, { deal: deal.dealId })
      count(to, { dealsCount: 1n, tasksCount: deal.botSize })
    },
  }),
  SchedulerNotice: handler({
    apply(to, event) {
      const { workerpool, dealid } = event.args
      happened(to, 'SchedulerNotice', event, { workerpool, deal: dealid })
    },
  }),
}

function putDeal(to: Writer, event: IndexedEvent, deal: Deal, hashes: OrderHashes): void {
  const { dealId, app, dataset, workerpool, ...fields } = deal
  const { trust, tag, params, startTime, botFirst, botSize, workerStake, schedulerRewardRatio } =
    fields
  to.put('Deal', dealId, {
    app: app.pointer,
    appOwner: account(to, app.owner),
    appPrice: app.price,
    dataset: dataset.pointer,
    datasetOwner: account(to, dataset.owner),
    datasetPrice: dataset.price,
    workerpool: workerpool.pointer,
    workerpoolOwner: account(to, workerpool.owner),
    workerpoolPrice: workerpool.price,
    trust,
    category: String(deal.category),
    tag,
    requester: account(to, deal.requester),
    beneficiary: account(to, deal.beneficiary),
    callback: account(to, deal.callback),
    params,
    startTime,
    botFirst,
    botSize,
    completedTasksCount: 0n,
    claimedTasksCount: 0n,
    workerStake,
    schedulerRewardRatio,
    sponsor: account(to, deal.sponsor),
    timestamp: event.timestamp,
    apporder: hashes.app,
    datasetorder: hasDataset(deal) ? hashes.dataset : null,
    workerpoolorder: hashes.workerpool,
    requestorder: hashes.request,
    bulk: parseDealParams(params, 'v9').bulkCid === '' ? null : dealId,
  })
}

/** The orders, as far as the deal tells of them. */
function putOrders(to: Writer, { requester, ...deal }: Deal, hashes: OrderHashes): void {
  to.put('AppOrder', hashes.app, { app: deal.app.pointer, appprice: deal.app.price })
  if (hasDataset(deal))
    to.put('DatasetOrder', hashes.dataset, {
      dataset: deal.dataset.pointer,
      datasetprice: deal.dataset.price,
    })
  to.put('WorkerpoolOrder', hashes.workerpool, {
    workerpool: deal.workerpool.pointer,
    workerpoolprice: deal.workerpool.price,
  })
  to.put('RequestOrder', hashes.request, { requester })
}

const hasDataset = ({ dataset }: Pick<Deal, 'dataset'>): boolean => dataset.pointer !== ZERO_ADDRESS
