import type { DealLine } from '../../../../src/schema/poco/deal.ts'
import { Address } from '../../parts/address.tsx'
import { AssetLink } from '../../parts/asset-link.tsx'
import { Id } from '../../parts/id.tsx'
import type { Column } from '../../parts/list/column.ts'
import { List } from '../../parts/list/list.tsx'
import { Rlc } from '../../parts/rlc.tsx'
import { Tag } from '../../parts/status.tsx'
import { When } from '../../parts/when.tsx'

const COLUMNS: Column<DealLine>[] = [
  { head: 'Deal', rem: 12.5, cell: ({ dealId }) => <Id value={dealId} to={`/deals/${dealId}`} /> },
  { head: 'Matched', rem: 9.5, cell: ({ at }) => <When at={at} /> },
  {
    head: 'App',
    rem: 12,
    grows: true,
    cell: ({ app }) => <AssetLink kind="app" {...app} />,
  },
  {
    head: 'Dataset',
    rem: 10,
    cell: ({ dataset }) =>
      dataset ? <AssetLink kind="dataset" {...dataset} /> : <span className="muted">none</span>,
  },
  { head: 'Requester', rem: 10.5, cell: ({ requester }) => <Address value={requester} /> },
  { head: 'Tag', rem: 6.5, cell: ({ tag }) => <Tag names={tag} /> },
  {
    head: 'Tasks done',
    rem: 7.5,
    isNumber: true,
    cell: ({ completed, claimed, size }) => (
      <span title={`${completed} completed, ${claimed} failed and claimed, of ${size}`}>
        {completed} of {size}
      </span>
    ),
  },
  { head: 'Per task', rem: 8, isNumber: true, cell: ({ price }) => <Rlc nrlc={price} /> },
]

/** Deals, the newest first. `filter`: query of the API, such as `app=0x…`. */
export const DealList = ({ filter = '' }: { filter?: string }) => (
  <List
    path={filter ? `/deals?${filter}` : '/deals'}
    label="Deals"
    columns={COLUMNS}
    empty={
      <>
        No deal has been made. <code>iexec-sim run IMAGE</code> makes one.
      </>
    }
  />
)
