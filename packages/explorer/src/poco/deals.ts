import { decodeTag, type Hex } from '@iexec-sim/protocol'
import type { Page, PageQuery } from '../schema/page.ts'
import type { DealLine, DealView } from '../schema/poco/deal.ts'
import type { PocoIndex } from '../sources.ts'
import { askPoco } from './ask-poco.ts'
import { listOf } from './list-of.ts'
import { addressOf, addressOrNull, nrlcOf, timeOf } from './values.ts'

interface Ref {
  id: string
}
type Texts<Name extends string> = Record<Name, string>
interface RawLine
  extends Texts<'id' | 'timestamp' | 'tag' | 'botFirst' | 'botSize'>,
    Texts<'appPrice' | 'datasetPrice' | 'workerpoolPrice'>,
    Texts<'completedTasksCount' | 'claimedTasksCount'>,
    Record<'appOwner' | 'datasetOwner' | 'workerpoolOwner' | 'requester' | 'category', Ref> {
  app: Ref & { name: string }
  dataset: (Ref & { name: string }) | null
  workerpool: Ref & { description: string }
}
interface RawDeal
  extends RawLine,
    Texts<'params' | 'trust' | 'workerStake' | 'schedulerRewardRatio'>,
    Record<'beneficiary' | 'callback' | 'sponsor', Ref>,
    Record<'apporder' | 'workerpoolorder' | 'requestorder', Ref> {
  datasetorder: Ref | null
  events: { transaction: Ref }[]
}

const LINE = `id timestamp tag botFirst botSize appPrice datasetPrice workerpoolPrice
  completedTasksCount claimedTasksCount app { id name } dataset { id name }
  workerpool { id description } appOwner { id } datasetOwner { id } workerpoolOwner { id }
  requester { id } category { id }`
const WHOLE = `query ($id: ID!) { deal(id: $id) { ${LINE}
  params trust workerStake schedulerRewardRatio beneficiary { id } callback { id } sponsor { id }
  apporder { id } datasetorder { id } workerpoolorder { id } requestorder { id }
  events(first: 1, orderBy: timestamp) { transaction { id } } } }`

/** Deals, the newest first. */
export const listDeals = (
  poco: PocoIndex,
  where: Readonly<Record<string, unknown>>,
  page: PageQuery,
): Promise<Page<DealLine>> =>
  listOf<RawLine, DealLine>(
    poco,
    { entity: 'Deal', plural: 'deals', fields: LINE, where },
    page,
    lineOf,
  )

/** A deal; `undefined` for one that is not there. */
export async function readDeal(poco: PocoIndex, id: string): Promise<DealView | undefined> {
  const { deal } = await askPoco<{ deal: RawDeal | null }>(poco, WHOLE, { id: id.toLowerCase() })
  if (!deal) return undefined
  return {
    ...lineOf(deal),
    beneficiary: addressOf(deal.beneficiary),
    callback: addressOrNull(deal.callback),
    sponsor: addressOf(deal.sponsor),
    params: deal.params,
    trust: Number(deal.trust),
    firstIndex: Number(deal.botFirst),
    workerStake: deal.workerStake,
    schedulerRewardRatio: Number(deal.schedulerRewardRatio),
    orders: {
      app: deal.apporder.id,
      dataset: deal.datasetorder?.id ?? null,
      workerpool: deal.workerpoolorder.id,
      request: deal.requestorder.id,
    },
    transaction: deal.events[0]?.transaction.id ?? null,
  }
}

function lineOf(raw: RawLine): DealLine {
  const { app, dataset, workerpool } = raw
  const prices = [raw.appPrice, raw.datasetPrice, raw.workerpoolPrice].map(nrlcOf)
  const [appPrice, datasetPrice, workerpoolPrice] = prices as [string, string, string]
  const part = (asset: Ref, name: string, owner: Ref, price: string) => ({
    address: addressOf(asset),
    name,
    owner: addressOf(owner),
    price,
  })
  return {
    dealId: raw.id,
    at: timeOf(raw.timestamp),
    app: part(app, app.name, raw.appOwner, appPrice),
    dataset: dataset && part(dataset, dataset.name, raw.datasetOwner, datasetPrice),
    workerpool: part(workerpool, workerpool.description, raw.workerpoolOwner, workerpoolPrice),
    requester: addressOf(raw.requester),
    tag: decodeTag(raw.tag as Hex),
    category: Number(raw.category.id),
    size: Number(raw.botSize),
    completed: Number(raw.completedTasksCount),
    claimed: Number(raw.claimedTasksCount),
    price: String(prices.reduce((sum, price) => sum + BigInt(price), 0n)),
  }
}
