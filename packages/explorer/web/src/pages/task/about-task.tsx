import type { TaskView } from '../../../../src/schema/task/task.ts'
import { Address } from '../../parts/address.tsx'
import { Id } from '../../parts/id.tsx'
import { plain } from '../../parts/plain.ts'
import { When } from '../../parts/when.tsx'
import { StatusBadge } from './status-badge.tsx'

/** Head of the page: what the task is, whose, and how far it came. */
export function AboutTask({ task }: { task: TaskView }) {
  const started = task.statuses[0]?.date
  const ended = task.isOver ? task.statuses.at(-1)?.date : undefined
  return (
    <section className="card">
      <h1 className="task-title">
        Task <Id value={task.taskId} /> <StatusBadge status={task.status} />
      </h1>
      <dl className="facts two">
        <dt>App</dt>
        <dd>
          {task.image === null ? null : <code>{plain(task.image)}</code>}{' '}
          <Id value={task.app} to={`/apps/${task.app}`} />
        </dd>
        <dt>Arguments</dt>
        <dd>
          {task.args === '' ? <span className="muted">none</span> : <code>{plain(task.args)}</code>}
        </dd>
        <dt>Deal</dt>
        <dd>
          <Id value={task.dealId} to={`/deals/${task.dealId}`} />{' '}
          <span className="muted">index {task.index}</span>
        </dd>
        <dt>Tag</dt>
        <dd>{task.tag.length > 0 ? task.tag.join(', ') : 'none (standard task)'}</dd>
        <dt>Requester</dt>
        <dd>
          <Address value={task.requester} />
        </dd>
        <dt>Began</dt>
        <dd>
          {started ? <When at={started} /> : <span className="muted">not at this pool</span>}
          {started && ended ? <span className="muted"> · took {took(started, ended)}</span> : null}
        </dd>
        <dt>On chain</dt>
        <dd>{task.chainStatus ?? 'not initialized yet'}</dd>
        <dt>Final deadline</dt>
        <dd>
          {task.finalDeadline ? (
            <When at={task.finalDeadline} />
          ) : (
            <span className="muted">none</span>
          )}
        </dd>
      </dl>
      <p className="path" title="Statuses of the task at its pool">
        {task.statuses.map(({ status }) => status.toLowerCase().replaceAll('_', ' ')).join(' → ')}
      </p>
    </section>
  )
}

const took = (from: string, to: string): string =>
  `${((Date.parse(to) - Date.parse(from)) / 1_000).toFixed(1)} s`
