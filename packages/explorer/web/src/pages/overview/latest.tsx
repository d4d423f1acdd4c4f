import { Link } from '@tanstack/react-router'
import type { Block } from '../../../../src/schema/block.ts'
import type { Page } from '../../../../src/schema/page.ts'
import type { TaskLine } from '../../../../src/schema/poco/task-line.ts'
import { useApi } from '../../live/use-api.ts'
import { Id } from '../../parts/id.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { plain } from '../../parts/plain.ts'
import { Status } from '../../parts/status.tsx'
import { When } from '../../parts/when.tsx'

/** Rows of each of the two tables. */
const ROWS = 6

/** The tasks that changed last. */
export function LastTasks() {
  const tasks = useApi<Page<TaskLine>>(`/tasks?page=0&pageSize=${ROWS}`, ['task', 'block'])
  return (
    <section className="card wide" data-testid="last-tasks">
      <h2>
        Last tasks <Link to={'/tasks' as string}>all</Link>
      </h2>
      <Loaded query={tasks}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="empty">
              No task yet. <code>iexec-sim run IMAGE --tag tee,scone</code> runs one.
            </p>
          ) : (
            <table>
              <tbody>
                {items.map(({ taskId, status, poolStatus, appName, changedAt }) => (
                  <tr key={taskId}>
                    <td>
                      <Id value={taskId} to={`/tasks/${taskId}`} />
                    </td>
                    <td>
                      <Status value={poolStatus ?? status} />
                    </td>
                    <td>{plain(appName)}</td>
                    <td className="muted">
                      <When at={changedAt} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
    </section>
  )
}

/** The newest blocks. */
export function LastBlocks() {
  const blocks = useApi<Page<Block>>(`/blocks?page=0&pageSize=${ROWS}`, ['block'])
  return (
    <section className="card">
      <h2>
        Last blocks <Link to={'/blocks' as string}>all</Link>
      </h2>
      <Loaded query={blocks}>
        {({ items }) => (
          <table>
            <tbody>
              {items.map(({ number, at, transactions }) => (
                <tr key={number}>
                  <td>
                    <Link to={`/blocks/${number}` as string}>{number}</Link>
                  </td>
                  <td className="muted">
                    <When at={at} />
                  </td>
                  <td>{transactions[0]?.method ?? '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
    </section>
  )
}
