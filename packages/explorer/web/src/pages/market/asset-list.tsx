import type { AssetLine } from '../../../../src/schema/poco/asset.ts'
import { Address } from '../../parts/address.tsx'
import { AssetLink } from '../../parts/asset-link.tsx'
import { Id } from '../../parts/id.tsx'
import type { Column } from '../../parts/list/column.ts'
import { List } from '../../parts/list/list.tsx'
import { When } from '../../parts/when.tsx'

/** Kind of an asset. */
export type AssetKind = 'app' | 'dataset' | 'workerpool'

const EMPTY = {
  app: (
    <>
      No app is deployed. <code>iexec-sim run IMAGE</code> deploys one.
    </>
  ),
  dataset: 'No dataset is deployed. A client deploys one: “iexec dataset deploy”.',
  workerpool: 'No workerpool is deployed.',
}

const columnsOf = (kind: AssetKind): Column<AssetLine>[] => [
  {
    head: 'Name',
    rem: 14,
    grows: true,
    cell: (asset) => <AssetLink kind={kind} {...asset} />,
  },
  {
    head: 'Address',
    rem: 12,
    cell: ({ address }) => <Id value={address} to={`/${kind}s/${address}`} />,
  },
  { head: 'Owner', rem: 11, cell: ({ owner }) => <Address value={owner} /> },
  { head: 'Deployed', rem: 9.5, cell: ({ changedAt }) => <When at={changedAt} /> },
  { head: 'Deals', rem: 5, isNumber: true, cell: ({ deals }) => deals },
]

/** Assets of a kind, the newest first. */
export const AssetList = ({ kind }: { kind: AssetKind }) => (
  <>
    <h1>{`${kind[0]!.toUpperCase()}${kind.slice(1)}s`}</h1>
    <List path={`/${kind}s`} label={`${kind}s`} columns={columnsOf(kind)} empty={EMPTY[kind]} />
  </>
)
