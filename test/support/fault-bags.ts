import { createCipheriv, createHash } from 'node:crypto'
import type { FaultRow } from '@iexec-sim/faults'
import {
  type Address,
  type DatasetOrder,
  type DealId,
  dealIdOf,
  encodeTag,
  type Hex,
  NO_DATASET_ORDER,
  orderHash,
  signHash,
  signOrder,
  type TaskId,
  taskIdOf,
  web3SecretChallenge,
  ZERO_ADDRESS,
  ZERO_BYTES32,
} from '@iexec-sim/protocol'
import { SCENARIO_IMAGE } from './images.ts'
import type { ScenarioNetwork } from './scenario-network.ts'

/** Properties of tasks in which a cause can occur. */
export type BagKind = 'plain' | 'with data' | 'standard'

/** The kind of task that a row of the fault table needs. */
export function kindOf({ needs }: FaultRow): BagKind {
  if (needs.includes('standard')) return 'standard'
  return needs.includes('dataset') || needs.includes('input-files') ? 'with data' : 'plain'
}

/**
 * A deal of many tasks that is not matched yet: what goes wrong in which of them can be said first.
 */
export interface Bag {
  deal: DealId
  tasks: TaskId[]
  match(): Promise<void>
}

/**
 * Signs a deal of `size` tasks of a kind. All of them bring a dataset and an input file along, but
 * the plain ones.
 */
export async function openBag(
  sim: ScenarioNetwork,
  kind: BagKind,
  tee: string,
  size: number,
): Promise<Bag> {
  const { requester, network } = sim
  const domain = { chainId: network.sheet.chainId, hub: network.sheet.hub }
  const tag = encodeTag(kind === 'standard' ? '' : `tee,${tee}`)
  const hasData = kind !== 'plain'
  const params = hasData
    ? { iexec_input_files: [await addContent(network.sheet.gateway, Buffer.from('an input'))] }
    : {}
  const request = { image: SCENARIO_IMAGE, tag, secrets: {}, args: 'ok', params }
  const run = await requester.order(request, await requester.prepare(SCENARIO_IMAGE, tag))
  const volume = BigInt(size)
  const dataset = hasData
    ? await offerDataset(sim, kind === 'standard' ? undefined : tee, volume)
    : NO_DATASET_ORDER
  const app = await signOrder('AppOrder', { ...run.orders.app, volume }, domain, requester.wallet)
  const asked = { ...run.orders.request, dataset: dataset.dataset, volume }
  const signed = await signOrder('RequestOrder', asked, domain, requester.wallet)
  const deal = dealIdOf(orderHash('RequestOrder', signed, domain), 0n)
  return {
    deal,
    tasks: Array.from({ length: size }, (_, i) => taskIdOf(deal, i)),
    match: async () => {
      await requester.matchOrders({
        ...run,
        orders: { ...run.orders, app, dataset, request: signed },
      })
    },
  }
}

/** Deploys an encrypted dataset, gives its key to the SMS and publishes an unrestricted order. */
async function offerDataset(
  { requester: { wallet, hub, address: owner }, network: { sheet } }: ScenarioNetwork,
  tee: string | undefined,
  volume: bigint,
): Promise<DatasetOrder> {
  const key = Buffer.alloc(32, 7)
  const vector = Buffer.alloc(16, 3)
  const cipher = createCipheriv('aes-256-cbc', key, vector)
  const encrypted = Buffer.concat([vector, cipher.update('what is in it'), cipher.final()])
  const url = await addContent(sheet.gateway, encrypted)
  const { address: dataset } = await hub.as(wallet).createDataset({
    owner,
    name: `data for ${tee ?? 'nobody'}`,
    multiaddr: `0x${Buffer.from(new URL(url).pathname).toString('hex')}` as Hex,
    checksum: `0x${createHash('sha256').update(encrypted).digest('hex')}` as Hex as never,
  })
  if (tee) await pushKey(sheet.sms[tee as 'scone']!, dataset, key.toString('base64'), wallet)
  const order = {
    dataset,
    datasetprice: 0n,
    volume,
    tag: ZERO_BYTES32,
    apprestrict: ZERO_ADDRESS,
    workerpoolrestrict: ZERO_ADDRESS,
    requesterrestrict: ZERO_ADDRESS,
    salt: ZERO_BYTES32,
  } as const
  return signOrder('DatasetOrder', order, { chainId: sheet.chainId, hub: sheet.hub }, wallet)
}

async function pushKey(
  sms: string,
  dataset: Address,
  key: string,
  wallet: Parameters<typeof signHash>[1],
): Promise<void> {
  const authorization = await signHash(web3SecretChallenge(dataset, key), wallet)
  const headers = { authorization, 'content-type': 'text/plain' }
  const answer = await fetch(`${sms}/secrets/web3?secretAddress=${dataset}`, {
    method: 'POST',
    headers,
    body: key,
  })
  if (answer.status !== 204) throw new Error(`the SMS returned ${answer.status}`)
}

async function addContent(gateway: string, bytes: Buffer): Promise<string> {
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(bytes)]), 'content')
  const added = (await (
    await fetch(`${gateway}/api/v0/add`, { method: 'POST', body: form })
  ).json()) as {
    Hash: string
  }
  return `${gateway}/ipfs/${added.Hash}`
}
