import { Link } from '@tanstack/react-router'
import type { Block } from '../../../../src/schema/block.ts'
import { Address } from '../../parts/address.tsx'
import { Id } from '../../parts/id.tsx'
import type { Column } from '../../parts/list/column.ts'
import { List } from '../../parts/list/list.tsx'
import { When } from '../../parts/when.tsx'
import { Outcome } from './outcome.tsx'

const COLUMNS: Column<Block>[] = [
  {
    head: 'Block',
    rem: 5,
    cell: ({ number }) => <Link to={`/blocks/${number}` as string}>{number}</Link>,
  },
  { head: 'Age', rem: 9.5, cell: ({ at }) => <When at={at} /> },
  {
    head: 'Transaction',
    rem: 12,
    cell: ({ transactions: [first, ...more] }) =>
      !first ? (
        <span className="muted">none</span>
      ) : more.length > 0 ? (
        `${more.length + 1} transactions`
      ) : (
        <Id value={first.hash} to={`/tx/${first.hash}`} />
      ),
  },
  {
    head: 'Calls',
    rem: 9,
    grows: true,
    cell: ({ transactions: [first] }) => first && <code>{first.method ?? 'unknown'}</code>,
  },
  {
    head: 'From',
    rem: 11,
    cell: ({ transactions: [first] }) => first && <Address value={first.from} />,
  },
  {
    head: 'To',
    rem: 11,
    cell: ({ transactions: [first] }) => first && <Address value={first.to ?? first.created} />,
  },
  {
    head: 'Result',
    rem: 7,
    cell: ({ transactions }) =>
      transactions.length > 0 && (
        <Outcome succeeded={transactions.every(({ succeeded }) => succeeded)} />
      ),
  },
  {
    head: 'Gas used',
    rem: 7,
    isNumber: true,
    cell: ({ gasUsed }) => Number(gasUsed).toLocaleString('en'),
  },
]

/** `/blocks`: all blocks, the newest first. */
export function BlocksPage() {
  return (
    <>
      <h1>Blocks</h1>
      <List path="/blocks" label="Blocks" columns={COLUMNS} empty="There are no blocks." />
    </>
  )
}
