import { useParams } from '@tanstack/react-router'
import type { DealTask, DealView } from '../../../../src/schema/poco/deal.ts'
import { useApi } from '../../live/use-api.ts'
import { Address } from '../../parts/address.tsx'
import { AssetLink } from '../../parts/asset-link.tsx'
import { Id } from '../../parts/id.tsx'
import type { Column } from '../../parts/list/column.ts'
import { List } from '../../parts/list/list.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { plain } from '../../parts/plain.ts'
import { Rlc } from '../../parts/rlc.tsx'
import { Status, Tag } from '../../parts/status.tsx'
import { When } from '../../parts/when.tsx'

const TASKS: Column<DealTask>[] = [
  { head: 'Index', rem: 5, cell: ({ index }) => index },
  {
    head: 'Task',
    rem: 12.5,
    grows: true,
    cell: ({ taskId }) => <Id value={taskId} to={`/tasks/${taskId}`} />,
  },
  { head: 'On chain', rem: 8, cell: ({ status }) => <Status value={status} /> },
  {
    head: 'At the pool',
    rem: 10,
    cell: ({ poolStatus }) => poolStatus && <Status value={poolStatus} />,
  },
]

/** `/deals/0x…`: parties, prices, orders and tasks of a deal. */
export function DealPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const deal = useApi<DealView>(`/deals/${id}`, ['block'])
  return (
    <Loaded query={deal}>
      {(data) => (
        <>
          <h1>
            Deal <Id value={data.dealId} />
          </h1>
          <About deal={data} />
          <Prices deal={data} />
          <section className="card">
            <h2>Tasks</h2>
            <List
              path={`/deals/${data.dealId}/tasks`}
              topics={['block', 'task']}
              label="Tasks"
              columns={TASKS}
              empty=""
            />
          </section>
        </>
      )}
    </Loaded>
  )
}

function About({ deal }: { deal: DealView }) {
  const { orders } = deal
  return (
    <section className="card">
      <dl className="facts">
        <dt>Matched</dt>
        <dd>
          <When at={deal.at} /> <span className="muted">{deal.at}</span>
        </dd>
        {deal.transaction && (
          <>
            <dt>Transaction</dt>
            <dd>
              <Id value={deal.transaction} to={`/tx/${deal.transaction}`} />
            </dd>
          </>
        )}
        <dt>Requester</dt>
        <dd>
          <Address value={deal.requester} />
        </dd>
        <dt>Beneficiary</dt>
        <dd>
          <Address value={deal.beneficiary} />
        </dd>
        <dt>Callback</dt>
        <dd>
          <Address value={deal.callback} />
        </dd>
        <dt>Tag</dt>
        <dd>
          <Tag names={deal.tag} />
        </dd>
        <dt>Category</dt>
        <dd>{deal.category}</dd>
        <dt>Trust</dt>
        <dd>{deal.trust}</dd>
        <dt>Parameters</dt>
        <dd className="text">
          <code>{plain(deal.params)}</code>
        </dd>
        <dt>Orders</dt>
        <dd className="several">
          app <Id value={orders.app} /> workerpool <Id value={orders.workerpool} /> request{' '}
          <Id value={orders.request} />
          {orders.dataset && (
            <>
              {' '}
              dataset <Id value={orders.dataset} />
            </>
          )}
        </dd>
      </dl>
    </section>
  )
}

function Prices({ deal }: { deal: DealView }) {
  const parts = [
    ['app', deal.app],
    ['dataset', deal.dataset],
    ['workerpool', deal.workerpool],
  ] as const
  const total = String(BigInt(deal.price) * BigInt(deal.size))
  return (
    <section className="card">
      <h2>Prices</h2>
      <table>
        <thead>
          <tr>
            <th>Asset</th>
            <th>Name</th>
            <th>Paid to</th>
            <th className="number">Per task</th>
          </tr>
        </thead>
        <tbody>
          {parts.map(([kind, part]) =>
            part === null ? null : (
              <tr key={kind}>
                <td>{kind}</td>
                <td>
                  <AssetLink kind={kind} {...part} />
                </td>
                <td>
                  <Address value={part.owner} />
                </td>
                <td className="number">
                  <Rlc nrlc={part.price} />
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
      <p className="muted after">
        <Rlc nrlc={deal.price} /> a task × {deal.size} = <Rlc nrlc={total} />, paid by{' '}
        <Address value={deal.sponsor} />. Each worker stakes <Rlc nrlc={deal.workerStake} />; the
        scheduler keeps {deal.schedulerRewardRatio} % of the workers’ reward.
      </p>
    </section>
  )
}
