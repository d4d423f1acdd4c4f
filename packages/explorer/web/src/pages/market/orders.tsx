import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Depth, OrderLine } from '../../../../src/schema/poco/order.ts'
import { useApi } from '../../live/use-api.ts'
import { Address } from '../../parts/address.tsx'
import { Id } from '../../parts/id.tsx'
import type { Column } from '../../parts/list/column.ts'
import { List } from '../../parts/list/list.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Rlc } from '../../parts/rlc.tsx'
import { Tag } from '../../parts/status.tsx'
import { When } from '../../parts/when.tsx'
import { DepthChart } from './depth-chart.tsx'

const KINDS = ['workerpool', 'app', 'dataset', 'request'] as const

const columnsOf = (kind: string): Column<OrderLine>[] => [
  { head: 'Order', rem: 12.5, cell: ({ hash }) => <Id value={hash} /> },
  {
    head: kind === 'request' ? 'Requester' : `${kind[0]!.toUpperCase()}${kind.slice(1)}`,
    rem: 12,
    grows: true,
    cell: ({ of }) => (
      <Address value={of} {...(kind === 'request' ? {} : { to: `/${kind}s/${of}` })} />
    ),
  },
  { head: 'Tag', rem: 7, cell: ({ tag }) => <Tag names={tag} /> },
  { head: 'Category', rem: 6.5, cell: ({ category }) => category ?? 'any' },
  { head: 'Published', rem: 9.5, cell: ({ publishedAt }) => <When at={publishedAt} /> },
  { head: 'Tasks left', rem: 8, isNumber: true, cell: ({ remaining }) => volumeText(remaining) },
  { head: 'Per task', rem: 7.5, isNumber: true, cell: ({ price }) => <Rlc nrlc={price} /> },
]

/** `/orders?kind=&tag=`: depth of the order book, and the open orders. */
export function OrdersPage() {
  const { kind = 'workerpool', tag } = useSearch({ strict: false }) as Record<string, string>
  const navigate = useNavigate()
  const query = `kind=${encodeURIComponent(kind)}${tag ? `&tag=${encodeURIComponent(tag)}` : ''}`
  const depth = useApi<Depth>(`/orders/depth?${query}`, ['block'])
  const choose = (search: object) => void navigate({ to: '/orders', search: search as never })
  return (
    <>
      <div className="title">
        <h1>Open orders</h1>
        <div className="choices">
          <label>
            <span className="muted">Kind</span>{' '}
            <select value={kind} onChange={({ target }) => choose({ kind: target.value })}>
              {KINDS.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
          <label>
            <span className="muted">Tag</span>{' '}
            <select
              value={tag ?? ''}
              onChange={({ target: { value } }) => choose(value ? { kind, tag: value } : { kind })}
            >
              <option value="">any</option>
              {[...new Set([...(depth.data?.tags ?? []), ...(tag ? [tag] : [])])].map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
        </div>
      </div>
      <Loaded query={depth}>
        {({ points }) =>
          points.length === 0 ? null : (
            <section className="card">
              <h2>Depth</h2>
              <DepthChart points={points} />
            </section>
          )
        }
      </Loaded>
      <List
        path={`/orders?${query}`}
        label="Orders"
        columns={columnsOf(kind)}
        empty={`No ${kind} order is open. A client publishes one: “iexec order sign --${kind} && iexec order publish --${kind}”.`}
      />
    </>
  )
}

const volumeText = (tasks: number): string =>
  tasks >= Number.MAX_SAFE_INTEGER - 1 ? 'any number' : tasks.toLocaleString('en')
