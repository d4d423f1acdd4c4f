import type { TaskView } from '../../../../src/schema/task/task.ts'
import { plain } from '../../parts/plain.ts'
import { StatusBadge } from './status-badge.tsx'

/** Each worker's run of the task: its statuses, causes, and what the worker saw. */
export function Replicates({ task: { replicates } }: { task: TaskView }) {
  if (replicates.length === 0) return null
  return (
    <section className="card" data-testid="replicates">
      <h2>Replicates</h2>
      {replicates.map((replicate) => (
        <details key={replicate.address} open={replicates.length === 1}>
          <summary>
            {replicate.worker} <StatusBadge status={replicate.status} />
          </summary>
          <Seen {...replicate} />
          <table className="narrow">
            <tbody>
              {replicate.updates.map(({ date, status, cause }) => (
                <tr key={`${date} ${status}`}>
                  <td className="muted">
                    <time dateTime={date}>{date.slice(11, 23)}</time>
                  </td>
                  <td>{status}</td>
                  <td className="bad">{cause}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      ))}
    </section>
  )
}

function Seen({
  reason,
  exitCode,
  argv,
  notes = [],
  refusedHosts = [],
}: TaskView['replicates'][number]) {
  return (
    <ul className="seen">
      {reason ? <li className="bad">{plain(reason)}</li> : null}
      {exitCode === undefined ? null : <li>Exit code {exitCode}</li>}
      {argv ? (
        <li>
          Arguments <code>{plain(JSON.stringify(argv))}</code>
        </li>
      ) : null}
      {notes.map((note) => (
        <li key={note}>{plain(note)}</li>
      ))}
      {refusedHosts.map((host) => (
        <li key={host}>Wanted host {plain(host)}, which has no stand-in</li>
      ))}
    </ul>
  )
}
