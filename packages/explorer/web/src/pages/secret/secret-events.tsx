import type { SecretEvent } from '@iexec-sim/timeline'
import { Id } from '../../parts/id.tsx'
import { plain } from '../../parts/plain.ts'

/** What happened to a secret, the latest first. */
export function SecretEvents({ events }: { events: readonly SecretEvent[] }) {
  return (
    <section className="card" data-testid="events">
      <h2>Events</h2>
      {events.length === 0 ? (
        <p className="empty">Nothing has happened to it.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th>At</th>
              <th>What</th>
              <th>Task</th>
              <th>Enclave</th>
              <th>Through</th>
            </tr>
          </thead>
          <tbody>
            {events.toReversed().map((event) => (
              <Row key={event.id} event={event} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Row({ event }: { event: SecretEvent }) {
  const { at, kind, taskId, stage, fingerprint, reason, via } = event
  const isBad = kind === 'refused' || kind === 'missing' || kind === 'write-refused'
  const time = new Date(at).toISOString()
  return (
    <tr>
      <td>
        <time dateTime={time} title={time}>
          {time.slice(11, 23)}
        </time>
      </td>
      <td className={isBad ? 'bad' : ''}>
        {kind.replace('-', ' ')}
        {reason ? `: ${plain(reason)}` : ''}
      </td>
      <td>{taskId ? <Id value={taskId} to={`/tasks/${taskId}`} /> : null}</td>
      <td>
        {stage} {fingerprint ? <Id value={fingerprint} /> : null}
      </td>
      <td className="muted">{plain(via)}</td>
    </tr>
  )
}
