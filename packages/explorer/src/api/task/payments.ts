import { interfaces } from '@iexec-sim/chain/client'
import { type Hex, type Resource, ZERO_ADDRESS } from '@iexec-sim/protocol'
import type { Payments } from '../../schema/task/payments.ts'
import type { ExplorerSources } from '../../sources.ts'
import type { FoundTask } from './find-task.ts'

/** Events of the hub that move what an account has in the escrow. */
const MOVEMENTS = ['Lock', 'Unlock', 'Seize', 'Reward']

/** Prices of a task by its deal, and what the escrow did in its transactions. */
export async function payments(
  { hub, timeline }: ExplorerSources,
  { taskId, deal }: FoundTask,
): Promise<Payments> {
  const { app, dataset, workerpool, callback } = deal
  const transactions = new Set(
    timeline
      .ofTask(taskId)
      .filter(({ service }) => service === 'chain')
      .map(({ facts }) => facts.transaction as Hex),
  )
  const movements = await Promise.all([...transactions].map((hash) => movementsOf(hub, hash)))
  return {
    dealId: deal.dealId,
    requester: deal.requester,
    sponsor: deal.sponsor,
    beneficiary: deal.beneficiary,
    callback: callback === ZERO_ADDRESS ? null : callback,
    app: priceOf(app),
    dataset: dataset.pointer === ZERO_ADDRESS ? null : priceOf(dataset),
    workerpool: priceOf(workerpool),
    total: String(app.price + dataset.price + workerpool.price),
    workerStake: String(deal.workerStake),
    tasks: Number(deal.botSize),
    params: deal.params,
    movements: movements.flat(),
  }
}

const priceOf = ({ pointer, owner, price }: Resource) => ({
  address: pointer,
  owner,
  price: String(price),
})

async function movementsOf(
  { rpc, hub }: ExplorerSources['hub'],
  transaction: Hex,
): Promise<Payments['movements']> {
  const receipt = (await rpc.request({
    method: 'eth_getTransactionReceipt',
    params: [transaction],
  })) as { logs: { address: string; topics: string[]; data: string }[] } | null
  return (receipt?.logs ?? [])
    .filter(({ address }) => address.toLowerCase() === hub.toLowerCase())
    .flatMap((log) => {
      const event = interfaces.hub().parseLog(log)
      if (!event || !MOVEMENTS.includes(event.name)) return []
      const [account, amount] = event.args
      return BigInt(amount) === 0n
        ? []
        : [{ event: event.name, account: String(account), amount: String(amount), transaction }]
    })
}
