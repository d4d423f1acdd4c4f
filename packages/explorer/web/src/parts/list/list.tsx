import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useRef } from 'react'
import type { Topic } from '../../../../src/feed/changes.ts'
import { Refusal } from '../loaded.tsx'
import type { Column } from './column.ts'
import { useListPage, useListPages } from './use-list-pages.ts'

/** Height of a row, px; the style sheet has it too. */
const ROW_PX = 34
/** Rows that are there above and below those in sight. */
const FURTHER_ROWS = 12

/** A list of the API. */
interface ListOf<Item> {
  /** Path of the list, behind `/api`; may have a query. */
  path: string
  /** Changes after which it is read again. @default new blocks */
  topics?: readonly Topic[]
  /** Name for those who do not see it, plural. */
  label: string
  columns: readonly Column<Item>[]
}

/**
 * A list of the API of any length: the rows in sight alone are in the page, and the pages of the
 * list that they are of are asked for. `empty` stands in place of an empty list: how to get
 * something into it.
 */
export function List<Item>({ empty, ...list }: ListOf<Item> & { empty: ReactNode }) {
  const { data, error } = useListPage<Item>(list.path, list.topics)
  if (!data) return error ? <Refusal error={error} /> : <p className="muted">Reading …</p>
  if (data.total === 0) return <p className="empty">{empty}</p>
  return (
    <>
      <p className="muted count" aria-live="polite">
        {countText(data.total, list.label)}
      </p>
      <Rows key={list.path} {...list} total={data.total} />
    </>
  )
}

function Rows<Item>({ path, topics, label, columns, total }: ListOf<Item> & { total: number }) {
  const scroller = useRef<HTMLElement>(null)
  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: FURTHER_ROWS,
  })
  const inSight = rows.getVirtualItems()
  const itemAt = useListPages<Item>(
    path,
    topics,
    inSight.map(({ index }) => index),
  )
  const before = inSight[0]?.start ?? 0
  const behind = rows.getTotalSize() - (inSight.at(-1)?.end ?? 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached with the keyboard
    <section className="list" ref={scroller} tabIndex={0} aria-label={label}>
      <table
        aria-rowcount={total + 1}
        style={{ minWidth: `${columns.reduce((sum, { rem }) => sum + rem, 0)}rem` }}
      >
        <Head columns={columns} />
        <tbody>
          {before > 0 && <tr style={{ height: before }} />}
          {inSight.map(({ index }) => (
            <Row key={index} index={index} item={itemAt(index)} columns={columns} />
          ))}
          {behind > 0 && <tr style={{ height: behind }} />}
        </tbody>
      </table>
    </section>
  )
}

function Head<Item>({ columns }: { columns: readonly Column<Item>[] }) {
  return (
    <>
      <colgroup>
        {columns.map(({ head, rem, grows }) => (
          <col key={head} style={grows ? {} : { width: `${rem}rem` }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map(({ head, isNumber }) => (
            <th key={head} className={isNumber ? 'number' : ''}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
    </>
  )
}

function Row<Item>({
  index,
  item,
  columns,
}: {
  index: number
  item: Item | undefined
  columns: readonly Column<Item>[]
}) {
  return (
    <tr aria-rowindex={index + 2}>
      {columns.map(({ head, isNumber, cell }) => (
        <td key={head} className={isNumber ? 'number' : ''}>
          {item === undefined ? '…' : cell(item)}
        </td>
      ))}
    </tr>
  )
}

const countText = (total: number, label: string): string =>
  `${total.toLocaleString('en')} ${total === 1 ? label.replace(/s$/, '') : label}`.toLowerCase()
