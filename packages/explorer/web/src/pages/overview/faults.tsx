import { useState } from 'react'
import type { Faults } from '../../../../src/schema/trouble.ts'
import { useApi } from '../../live/use-api.ts'
import { Loaded, Refusal } from '../../parts/loaded.tsx'
import { plain } from '../../parts/plain.ts'
import { useSession } from '../../session/use-session.ts'
import { useOrder } from './use-order.ts'

/** Faults to begin with; each can be changed before it is added. */
const EXAMPLES: Readonly<Record<string, object>> = {
  'a stage fails': { on: 'stage', cause: 'out-of-memory', times: 1 },
  'a service fails': { on: 'http', service: 'sms-scone', does: { status: 503 }, times: 2 },
  'blocks come late': { on: 'chain', does: { delayMs: 5_000 }, times: 1 },
  'a clock is wrong': { on: 'clock', service: 'workerpool', driftMs: 7_200_000 },
}

/** Faults in force, and a form that adds one. */
export function FaultsCard() {
  const faults = useApi<Faults>('/faults', ['faults'])
  const isOff = !useSession()
  const order = useOrder()
  return (
    <section className="card" data-testid="faults">
      <h2>
        Faults in force <a href="/docs/faults.html">which there are</a>
      </h2>
      <Loaded query={faults}>
        {({ faults: list }) =>
          list.length === 0 ? (
            <p className="empty">None.</p>
          ) : (
            <ul className="plain">
              {list.map(({ id, struck, ...fault }) => (
                <li key={id}>
                  <code>{plain(JSON.stringify(fault))}</code>{' '}
                  <span className="muted">struck {struck}×</span>{' '}
                  <button
                    type="button"
                    aria-label={`Take fault ${id} back`}
                    disabled={isOff || order.isPending}
                    onClick={() => order.mutate({ method: 'DELETE', path: `/faults/${id}` })}
                  >
                    Take back
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <AddFault
        isOff={isOff}
        onAdd={(body) => order.mutate({ method: 'POST', path: '/faults', body })}
      />
      {order.error ? <Refusal error={order.error} /> : null}
    </section>
  )
}

function AddFault({ isOff, onAdd }: { isOff: boolean; onAdd(fault: object): void }) {
  const [text, setText] = useState(JSON.stringify(Object.values(EXAMPLES)[0]))
  const fault = read(text)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (fault) onAdd(fault)
      }}
    >
      <p className="buttons">
        <select
          aria-label="Kind of fault"
          disabled={isOff}
          onChange={({ target }) => setText(JSON.stringify(EXAMPLES[target.value]))}
        >
          {Object.keys(EXAMPLES).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <button type="submit" disabled={isOff || !fault}>
          Add
        </button>
      </p>
      <textarea
        aria-label="Fault as JSON"
        rows={2}
        value={text}
        disabled={isOff}
        onChange={({ target }) => setText(target.value)}
      />
    </form>
  )
}

function read(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
