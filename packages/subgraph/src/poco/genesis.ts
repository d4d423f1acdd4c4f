import { type AssetKind, type HubClient, interfaces } from '@iexec-sim/chain/client'
import type { Address, Hex } from '@iexec-sim/protocol'
import { type Interface, zeroPadValue } from 'ethers'
import { ChainReader } from '../index/chain-reader.ts'
import type { Fields } from '../index/entity-store.ts'
import type { Writer } from '../index/subgraph-source.ts'
import { count } from './common.ts'
import { ASSETS, assetOf, putAsset, readAsset } from './registries.ts'

const KINDS = Object.keys(ASSETS) as AssetKind[]

/**
 * Reads the categories and assets that the chain began with: no event tells of them. There are as
 * many as the contracts count more than were logged, and they come first.
 */
export async function readGenesis(chain: HubClient): Promise<(to: Writer) => void> {
  const categories = await readCategories(chain)
  const assets = await Promise.all(KINDS.map((kind) => readAssets(chain, kind)))
  return (to) => {
    for (const [id, fields] of categories.entries())
      to.put('Category', String(id), { ...fields, timestamp: 0n })
    count(to, { categoriesCount: BigInt(categories.length) })
    for (const { kind, asset, owner, fields } of assets.flat()) {
      putAsset(to, kind, asset, owner, 0n, fields)
      count(to, { [ASSETS[kind].counted]: 1n })
    }
  }
}

async function readCategories(chain: HubClient): Promise<Fields[]> {
  const all = Number(await chain.countCategory())
  const logged = await loggedEvents(chain, chain.hub, interfaces.hub(), 'CreateCategory')
  return Promise.all(
    Array.from({ length: all - logged }, async (_, id) => {
      const { name, description, workClockTimeRef } = (await chain.viewCategory(BigInt(id)))!
      return { name, description, workClockTimeRef }
    }),
  )
}

interface GenesisAsset {
  kind: AssetKind
  asset: Hex
  owner: Address
  fields: Fields
}

async function readAssets(chain: HubClient, kind: AssetKind): Promise<GenesisAsset[]> {
  const registry = (await chain.registries())[kind]
  const abi = interfaces[`${kind}Registry`]()
  const [all] = await chain.call(abi, registry, 'totalSupply', [])
  const minted = await loggedEvents(chain, registry, abi, 'Transfer', [zeroPadValue('0x', 32)])
  const reader = new ChainReader(chain, { bytes: () => Promise.reject(new Error('no content')) })
  return Promise.all(
    Array.from({ length: Number(all) - minted }, async (_, i) => {
      const [token] = await chain.call(abi, registry, 'tokenByIndex', [i])
      const asset = assetOf(token)
      const owner = (await chain.ownerOf(asset as Address))!
      return { kind, asset, owner, fields: await readAsset(reader, kind, asset) }
    }),
  )
}

/** How many events of a name a contract has logged; `first` are their first indexed arguments. */
async function loggedEvents(
  { rpc }: HubClient,
  address: Address,
  abi: Interface,
  name: string,
  first: readonly string[] = [],
): Promise<number> {
  const topics = [abi.getEvent(name)!.topicHash, ...first]
  const filter = { address, topics, fromBlock: '0x0', toBlock: 'latest' }
  return ((await rpc.request({ method: 'eth_getLogs', params: [filter] })) as unknown[]).length
}
