import { useState } from 'react'
import type { Misbehaviours } from '../../../../src/schema/trouble.ts'
import { useApi } from '../../live/use-api.ts'
import { Loaded, Refusal } from '../../parts/loaded.tsx'
import { useSession } from '../../session/use-session.ts'
import { useOrder } from './use-order.ts'

/** Misbehaviours in force, and a form that adds one. */
export function MisbehavioursCard() {
  const misbehaviours = useApi<Misbehaviours>('/misbehaviours', ['misbehaviours'])
  const isOff = !useSession()
  const order = useOrder()
  return (
    <section className="card" data-testid="misbehaviours">
      <h2>Misbehaviours in force</h2>
      <Loaded query={misbehaviours}>
        {({ actors, entries }) => (
          <>
            {entries.length === 0 ? <p className="empty">None.</p> : null}
            <ul className="plain">
              {entries.map(({ actor, does, deal, task }) => (
                <li key={`${actor} ${does} ${deal} ${task}`}>
                  {actor} <code>{does}</code>{' '}
                  <span className="muted">
                    {deal || task ? 'in one deal or task' : 'in every task'}
                  </span>
                </li>
              ))}
            </ul>
            {entries.length > 0 ? (
              <button
                type="button"
                disabled={isOff || order.isPending}
                onClick={() => order.mutate({ method: 'DELETE', path: '/misbehaviours' })}
              >
                Take all back
              </button>
            ) : null}
            <AddMisbehaviour
              actors={actors}
              isOff={isOff}
              onAdd={(body) => order.mutate({ method: 'POST', path: '/misbehaviours', body })}
            />
          </>
        )}
      </Loaded>
      {order.error ? <Refusal error={order.error} /> : null}
    </section>
  )
}

function AddMisbehaviour({
  actors,
  isOff,
  onAdd,
}: {
  actors: Misbehaviours['actors']
  isOff: boolean
  onAdd(entry: { actor: string; does: string }): void
}) {
  const [actor, setActor] = useState(Object.keys(actors)[0]!)
  const [does, setDoes] = useState<string>()
  const known = actors[actor] ?? []
  const chosen = does !== undefined && known.includes(does) ? does : known[0]!
  return (
    <form
      className="buttons"
      onSubmit={(event) => {
        event.preventDefault()
        onAdd({ actor, does: chosen })
      }}
    >
      <select
        aria-label="Actor"
        value={actor}
        disabled={isOff}
        onChange={({ target }) => setActor(target.value)}
      >
        {Object.keys(actors).map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <select
        aria-label="Misbehaviour"
        value={chosen}
        disabled={isOff}
        onChange={({ target }) => setDoes(target.value)}
      >
        {known.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <button type="submit" disabled={isOff}>
        Add
      </button>
    </form>
  )
}
