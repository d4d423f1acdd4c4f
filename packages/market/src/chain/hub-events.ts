import type { ChainEvent, HubClient } from '@iexec-sim/chain/client'
import { type Address, type Bytes32, type DealId, ZERO_ADDRESS } from '@iexec-sim/protocol'
import type { MarketContext } from '../context.ts'
import type { OrderName } from '../order-kinds.ts'
import { end } from '../publication/order-gone.ts'
import { consumed, killUncovered } from './recheck.ts'

const CLOSED: Record<string, OrderName> = {
  ClosedAppOrder: 'apporder',
  ClosedDatasetOrder: 'datasetorder',
  ClosedWorkerpoolOrder: 'workerpoolorder',
  ClosedRequestOrder: 'requestorder',
}

/** Names of the hub's events that change the book. */
export const HUB_EVENTS = ['OrdersMatched', 'CreateCategory', 'Transfer', ...Object.keys(CLOSED)]

/** Applies events of the hub to the book. They may come twice. */
export async function onHubEvents(
  context: MarketContext,
  events: readonly ChainEvent[],
): Promise<void> {
  for (const event of events) await onHubEvent(context, event)
  // Money comes last: a match says that it has been spent before it says on what.
  const payers = events.flatMap(({ event: { name, args } }) =>
    name === 'Transfer' && args.from !== ZERO_ADDRESS && args.value > 0n
      ? [args.from as Address]
      : [],
  )
  for (const payer of new Set(payers)) await killUncovered(context, payer)
}

async function onHubEvent(context: MarketContext, chainEvent: ChainEvent): Promise<void> {
  const { event } = chainEvent
  if (event.name === 'OrdersMatched') return onMatch(context, chainEvent)
  if (event.name === 'CreateCategory') return onCategory(context, chainEvent)
  const name = CLOSED[event.name]
  const record = name && context.orders.get(name, event.args[0] as Bytes32)
  if (record?.status === 'open') await end(context, name!, record, 'canceled', 0)
}

async function onMatch(
  context: MarketContext,
  { event, blockNumber, transactionHash }: ChainEvent,
): Promise<void> {
  const [dealid, app, dataset, workerpool, request, volume] = event.args as unknown as [
    DealId,
    Bytes32,
    Bytes32,
    Bytes32,
    Bytes32,
    bigint,
  ]
  const { chain, chainId, deals, announcer } = context
  const deal = await chain.viewDeal(dealid)
  if (!deal) return
  const part = ({ pointer, owner, price }: { pointer: string; owner: string; price: bigint }) => ({
    pointer,
    owner,
    price: Number(price),
  })
  const document = {
    chainId,
    dealid,
    app: part(deal.app),
    dataset: part(deal.dataset),
    workerpool: part(deal.workerpool),
    apporderHash: app,
    datasetorderHash: dataset,
    workerpoolorderHash: workerpool,
    requestorderHash: request,
    requester: deal.requester,
    beneficiary: deal.beneficiary,
    callback: deal.callback,
    params: deal.params,
    category: Number(deal.category),
    trust: Number(deal.trust),
    tag: deal.tag,
    volume: Number(volume),
    botFirst: Number(deal.botFirst),
    botSize: Number(deal.botSize),
    startTime: Number(deal.startTime),
    workerStake: Number(deal.workerStake),
    schedulerRewardRatio: Number(deal.schedulerRewardRatio),
    sponsor: deal.sponsor,
    blockNumber,
    blockTimestamp: await blockTimestamp(chain, blockNumber),
    transactionHash,
  }
  if (deals.put(document)) announcer.dealCreated(document)
  // The request comes first: it must not die for the offers it has used up.
  await consumed(context, 'requestorder', request)
  await consumed(context, 'workerpoolorder', workerpool)
  await consumed(context, 'datasetorder', dataset)
  await consumed(context, 'apporder', app)
}

async function onCategory(
  context: MarketContext,
  { event, blockNumber, transactionHash }: ChainEvent,
): Promise<void> {
  const { chain, chainId, categories } = context
  const { catid, name, description, workClockTimeRef } = event.args
  categories.put({
    chainId,
    catid: Number(catid),
    name,
    description,
    workClockTimeRef: Number(workClockTimeRef),
    transactionHash,
    blockNumber,
    blockTimestamp: await blockTimestamp(chain, blockNumber),
  })
}

async function blockTimestamp({ rpc }: HubClient, number: number): Promise<string> {
  const params = [`0x${number.toString(16)}`, false]
  const block = (await rpc.request({ method: 'eth_getBlockByNumber', params })) as {
    timestamp: string
  }
  return new Date(Number(block.timestamp) * 1000).toISOString()
}
