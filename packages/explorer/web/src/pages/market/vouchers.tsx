import type { VoucherLine } from '../../../../src/schema/poco/wallet.ts'
import { Address } from '../../parts/address.tsx'
import { Id } from '../../parts/id.tsx'
import type { Column } from '../../parts/list/column.ts'
import { List } from '../../parts/list/list.tsx'
import { plain } from '../../parts/plain.ts'
import { Rlc } from '../../parts/rlc.tsx'
import { When } from '../../parts/when.tsx'

const COLUMNS: Column<VoucherLine>[] = [
  {
    head: 'Voucher',
    rem: 12,
    grows: true,
    cell: ({ address }) => <Id value={address} to={`/wallets/${address}`} />,
  },
  { head: 'Owner', rem: 11, cell: ({ owner }) => <Address value={owner} /> },
  {
    head: 'Type',
    rem: 12,
    cell: ({ type, description }) => <span title={`type ${type}`}>{plain(description)}</span>,
  },
  { head: 'Expires', rem: 9.5, cell: ({ expiresAt }) => <When at={expiresAt} /> },
  { head: 'Balance', rem: 9, isNumber: true, cell: ({ balance }) => <Rlc nrlc={balance} /> },
]

/** `/vouchers`: prepaid credit, on chains that have it. */
export const VouchersPage = () => (
  <>
    <h1>Vouchers</h1>
    <List
      path="/vouchers"
      label="Vouchers"
      columns={COLUMNS}
      empty="No voucher has been issued. The voucher hub issues them (createVoucher) on bellecour; Arbitrum has none."
    />
  </>
)
