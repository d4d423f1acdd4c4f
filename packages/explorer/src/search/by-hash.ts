import type { DealId, TaskId } from '@iexec-sim/protocol'
import type { Hit } from '../schema/search.ts'
import type { ExplorerSources } from '../sources.ts'

type Chain = Pick<ExplorerSources, 'hub'>

/** The block of a number. */
export async function blockHits({ hub }: Chain, number: number): Promise<Hit[]> {
  return number <= (await hub.blockNumber()) ? [hit('block', `${number}`, `/blocks/${number}`)] : []
}

/** The task, deal, transaction or block of 32 bytes. */
export async function hashHits({ hub }: Chain, hash: string): Promise<Hit[]> {
  const ask = (method: string, ...params: unknown[]) => hub.rpc.request({ method, params })
  const [task, deal, transaction, block] = await Promise.all([
    hub.viewTask(hash as TaskId),
    hub.viewDeal(hash as DealId),
    ask('eth_getTransactionByHash', hash),
    ask('eth_getBlockByHash', hash, false) as Promise<{ number: string } | null>,
  ])
  return [
    ...(task ? [hit('task', hash, `/tasks/${hash}`)] : []),
    ...(deal ? [hit('deal', hash, `/deals/${hash}`)] : []),
    ...(transaction ? [hit('transaction', hash, `/tx/${hash}`)] : []),
    ...(block ? [hit('block', hash, `/blocks/${Number(block.number)}`)] : []),
  ]
}

const hit = (kind: string, id: string, url: string): Hit => ({ kind, id, name: null, url })
