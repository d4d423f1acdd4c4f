import { addressText, type Hex } from '@iexec-sim/protocol'
import { toUtf8String, Utf8ErrorFuncs } from 'ethers'
import type { Page, PageQuery } from '../schema/page.ts'
import type { AssetLine, AssetView } from '../schema/poco/asset.ts'
import type { PocoIndex } from '../sources.ts'
import { askPoco } from './ask-poco.ts'
import { listOf } from './list-of.ts'
import { addressOf, timeOf } from './values.ts'

/** Kinds of assets: how the index calls them, and their fields. */
const KINDS = {
  app: { entity: 'App', fields: 'name type multiaddr checksum mrenclave' },
  dataset: { entity: 'Dataset', fields: 'name multiaddr checksum' },
  workerpool: { entity: 'Workerpool', fields: 'description workerStakeRatio schedulerRewardRatio' },
} as const
/** Kind of an asset. */
export type AssetKind = keyof typeof KINDS

interface RawAsset
  extends Partial<
    Record<
      'name' | 'description' | 'type' | 'checksum' | 'workerStakeRatio' | 'schedulerRewardRatio',
      string
    >
  > {
  id: string
  owner: { id: string }
  timestamp: string
  multiaddr?: Hex
  mrenclave?: Hex
}

const fieldsOf = (kind: AssetKind): string => `id owner { id } timestamp ${KINDS[kind].fields}`

/** Assets of a kind, the newest first. */
export async function listAssets(
  poco: PocoIndex,
  kind: AssetKind,
  where: Readonly<Record<string, unknown>>,
  page: PageQuery,
): Promise<Page<AssetLine>> {
  const { entity } = KINDS[kind]
  const list = { entity, plural: `${kind}s`, fields: fieldsOf(kind), where }
  const found = await listOf<RawAsset, RawAsset>(poco, list, page, (raw) => raw)
  return {
    total: found.total,
    items: await Promise.all(found.items.map((raw) => lineOf(poco, kind, raw))),
  }
}

/** An asset; `undefined` for one that is not there. */
export async function readAsset(
  poco: PocoIndex,
  kind: AssetKind,
  address: string,
): Promise<AssetView | undefined> {
  const query = `query ($id: ID!) { asset: ${kind}(id: $id) { ${fieldsOf(kind)} } }`
  const id = address.toLowerCase()
  const { asset } = await askPoco<{ asset: RawAsset | null }>(poco, query, { id })
  if (!asset) return undefined
  const { type, multiaddr, checksum, mrenclave, workerStakeRatio, schedulerRewardRatio } = asset
  return {
    ...(await lineOf(poco, kind, asset)),
    type: type ?? null,
    location: multiaddr === undefined ? null : addressText(multiaddr),
    checksum: checksum ?? null,
    enclave:
      mrenclave === undefined || mrenclave === '0x'
        ? null
        : toUtf8String(mrenclave, Utf8ErrorFuncs.replace),
    workerStakeRatio: workerStakeRatio === undefined ? null : Number(workerStakeRatio),
    schedulerRewardRatio: schedulerRewardRatio === undefined ? null : Number(schedulerRewardRatio),
  }
}

const lineOf = async (poco: PocoIndex, kind: AssetKind, raw: RawAsset): Promise<AssetLine> => ({
  address: addressOf(raw),
  name: raw.name ?? raw.description ?? '',
  owner: addressOf(raw.owner),
  changedAt: timeOf(raw.timestamp),
  deals: await poco.count('Deal', { [kind]: raw.id }),
})
