import type { ChainEvent, HubClient } from '@iexec-sim/chain/client'
import { type Address, type Bytes32, type DealId, sameAddress, ZERO_ADDRESS } from '@iexec-sim/protocol'
import type { MarketContext } from '../context.ts'
import type { OrderName } from '../order-kinds.ts'
import { orderGone } from '../publication/order-gone.ts'
import { consumed, killUncovered } from './recheck.ts'

const CLOSED: Record<string, { name: OrderName; hash: string }> = {
  ClosedAppOrder: { name: 'apporder', hash: 'appHash' },
  ClosedDatasetOrder: { name: 'datasetorder', hash: 'datasetHash' },
  ClosedWorkerpoolOrder: { name: 'workerpoolorder', hash: 'workerpoolHash' },
  ClosedRequestOrder: { name: 'requestorder', hash: 'requestHash' },
}

/** Does what an event of the hub means for the book. May come twice. */
export async function onHubEvent(context: MarketContext, chainEvent: ChainEvent): Promise<void> {
  const { event } = chainEvent
  if (event.name === 'OrdersMatched') return onMatch(context, chainEvent)
  if (event.name === 'CreateCategory') return onCategory(context, chainEvent)
  if (event.name === 'Transfer') {
    const { from, value } = event.args
    if (!sameAddress(from, ZERO_ADDRESS) && value > 0n) await killUncovered(context, from as Address)
    return
  }
  const closed = CLOSED[event.name]
  if (!closed) return
  const hash = event.args[0] as Bytes32
  const record = context.orders.get(closed.name, hash)
  if (record && context.orders.change(closed.name, hash, 0, 'canceled')) orderGone(context, closed.name, record)
}

async function onMatch(context: MarketContext, { event, blockNumber, transactionHash }: ChainEvent): Promise<void> {
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
  await consumed(context, 'apporder', app)
  await consumed(context, 'datasetorder', dataset)
  await consumed(context, 'workerpoolorder', workerpool)
  await consumed(context, 'requestorder', request)
}

async function onCategory(context: MarketContext, { event, blockNumber, transactionHash }: ChainEvent): Promise<void> {
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
  const block = (await rpc.request({ method: 'eth_getBlockByNumber', params })) as { timestamp: string }
  return new Date(Number(block.timestamp) * 1000).toISOString()
}
