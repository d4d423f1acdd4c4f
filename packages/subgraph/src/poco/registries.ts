import { type AssetKind, interfaces } from '@iexec-sim/chain/client'
import { type Address, type Hex, ZERO_ADDRESS } from '@iexec-sim/protocol'
import { toBeHex } from 'ethers'
import type { ChainReader } from '../index/chain-reader.ts'
import type { Fields } from '../index/entity-store.ts'
import { type Handler, handler, type Writer } from '../index/subgraph-source.ts'
import { account, count, happened } from './common.ts'

/** Names of an asset kind's entities, and of its count. */
export const ASSETS = {
  app: { entity: 'App', transfer: 'AppTransfer', counted: 'appsCount' },
  dataset: { entity: 'Dataset', transfer: 'DatasetTransfer', counted: 'datasetsCount' },
  workerpool: { entity: 'Workerpool', transfer: 'WorkerpoolTransfer', counted: 'workerpoolsCount' },
} as const

/** Address of the asset that a registry's token stands for. */
export const assetOf = (tokenId: bigint): Hex => toBeHex(tokenId, 20) as Hex

/** Reads an asset's own fields, without its owner. */
export async function readAsset(chain: ChainReader, kind: AssetKind, asset: Hex): Promise<Fields> {
  const { hub } = chain
  if (kind === 'app') {
    const { owner: _, ...fields } = (await hub.viewApp(asset))!
    return { ...fields, usageCount: 0n, lastUsageTimestamp: 0n }
  }
  if (kind === 'dataset') {
    const { owner: _, ...fields } = (await hub.viewDataset(asset))!
    return { ...fields }
  }
  const abi = interfaces.workerpool()
  return {
    description: (await hub.viewWorkerpool(asset))!.description,
    workerStakeRatio: await chain.call<bigint>(abi, asset, 'm_workerStakeRatioPolicy'),
    schedulerRewardRatio: await chain.call<bigint>(abi, asset, 'm_schedulerRewardRatioPolicy'),
  }
}

/** Puts down an asset that has an owner since a time. */
export function putAsset(
  to: Writer,
  kind: AssetKind,
  asset: Hex,
  owner: Address,
  timestamp: bigint,
  fields: Fields,
): void {
  const { entity } = ASSETS[kind]
  const used = kind === 'workerpool' && !to.has(entity, asset)
  to.put(entity, asset, {
    owner: account(to, owner),
    timestamp,
    ...(used ? { usageCount: 0n, lastUsageTimestamp: 0n } : {}),
    ...fields,
  })
}

/** What a registry logs: an asset was made, or has another owner. */
export const registryHandlers = (kind: AssetKind): Readonly<Record<string, Handler>> => ({
  Transfer: handler<Fields>({
    read: (chain, { args }) => readAsset(chain, kind, assetOf(args.tokenId)),
    apply(to, event, fields) {
      const { from, to: owner, tokenId } = event.args
      const { transfer, counted } = ASSETS[kind]
      const asset = assetOf(tokenId)
      if (from === ZERO_ADDRESS) count(to, { [counted]: 1n })
      putAsset(to, kind, asset, owner, event.timestamp, fields)
      happened(to, transfer, event, { [kind]: asset, from: account(to, from), to: owner })
    },
  }),
})

/** What a workerpool itself logs. */
export const workerpoolHandlers: Readonly<Record<string, Handler>> = {
  PolicyUpdate: handler({
    apply(to, event) {
      if (!to.has('Workerpool', event.address)) return
      const [oldStake, newStake, oldReward, newReward] = event.args as unknown as bigint[]
      to.put('Workerpool', event.address, {
        workerStakeRatio: newStake!,
        schedulerRewardRatio: newReward!,
      })
      happened(to, 'PolicyUpdate', event, {
        workerpool: event.address,
        oldWorkerStakeRatio: oldStake!,
        newWorkerStakeRatio: newStake!,
        oldSchedulerRewardRatio: oldReward!,
        newSchedulerRewardRatio: newReward!,
      })
    },
  }),
}
