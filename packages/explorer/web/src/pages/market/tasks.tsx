import { useNavigate, useSearch } from '@tanstack/react-router'
import type { TaskLine } from '../../../../src/schema/poco/task-line.ts'
import { Address } from '../../parts/address.tsx'
import { AssetLink } from '../../parts/asset-link.tsx'
import { Id } from '../../parts/id.tsx'
import type { Column } from '../../parts/list/column.ts'
import { List } from '../../parts/list/list.tsx'
import { Status } from '../../parts/status.tsx'
import { When } from '../../parts/when.tsx'

const STATUSES = ['ACTIVE', 'REVEALING', 'COMPLETED', 'FAILED'] as const

const COLUMNS: Column<TaskLine>[] = [
  { head: 'Task', rem: 12.5, cell: ({ taskId }) => <Id value={taskId} to={`/tasks/${taskId}`} /> },
  { head: 'On chain', rem: 7.5, cell: ({ status }) => <Status value={status} /> },
  {
    head: 'At the pool',
    rem: 10,
    cell: ({ poolStatus }) =>
      poolStatus === null ? (
        <span className="muted">another pool</span>
      ) : (
        <Status value={poolStatus} />
      ),
  },
  { head: 'Changed', rem: 9.5, cell: ({ changedAt }) => <When at={changedAt} /> },
  {
    head: 'App',
    rem: 14,
    grows: true,
    cell: ({ app, appName }) => <AssetLink kind="app" address={app} name={appName} />,
  },
  { head: 'Requester', rem: 11, cell: ({ requester }) => <Address value={requester} /> },
  { head: 'Deal', rem: 12.5, cell: ({ deal }) => <Id value={deal} to={`/deals/${deal}`} /> },
  { head: 'Index', rem: 5, isNumber: true, cell: ({ index }) => index },
]

/** `/tasks`: all tasks, those that changed last first. */
export function TasksPage() {
  const { status } = useSearch({ strict: false }) as { status?: string }
  const navigate = useNavigate()
  return (
    <>
      <div className="title">
        <h1>Tasks</h1>
        <label>
          <span className="muted">Status</span>{' '}
          <select
            value={status ?? ''}
            onChange={({ target: { value } }) =>
              void navigate({ to: '/tasks', search: (value ? { status: value } : {}) as never })
            }
          >
            <option value="">any</option>
            {STATUSES.map((one) => (
              <option key={one} value={one}>
                {one.toLowerCase()}
              </option>
            ))}
          </select>
        </label>
      </div>
      <List
        path={status ? `/tasks?status=${encodeURIComponent(status)}` : '/tasks'}
        topics={['block', 'task']}
        label="Tasks"
        columns={COLUMNS}
        empty={
          <>
            No task{status ? ` is ${status.toLowerCase()}` : ' has been initialized yet'}. Run{' '}
            <code>iexec-sim run IMAGE</code> for one.
          </>
        }
      />
    </>
  )
}
