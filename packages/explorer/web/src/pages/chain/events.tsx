import type { ChainEvent } from '../../../../src/schema/call.ts'
import { Address } from '../../parts/address.tsx'
import { ArgumentList } from './argument-list.tsx'

/** Events of a transaction; those of no known ABI with their topics. */
export function Events({ events }: { events: readonly ChainEvent[] }) {
  if (events.length === 0) return <p className="empty">The transaction logged no event.</p>
  return (
    <ol className="entries">
      {events.map((event) => (
        <li key={event.index}>
          <p>
            <strong>{event.name ?? 'Unknown event'}</strong>{' '}
            <span className="muted">
              of <Address value={event.address} />
            </span>
          </p>
          {event.name === null ? (
            <code className="text">{[...event.topics, event.data].join(' ')}</code>
          ) : (
            <ArgumentList args={event.args} />
          )}
        </li>
      ))}
    </ol>
  )
}
