import { useState } from 'react'
import type { Snapshots } from '../../../../src/schema/snapshot.ts'
import { useApi } from '../../live/use-api.ts'
import { Loaded, Refusal } from '../../parts/loaded.tsx'
import { plain } from '../../parts/plain.ts'
import { When } from '../../parts/when.tsx'
import { useSession } from '../../session/use-session.ts'
import { useOrder } from './use-order.ts'

/** Snapshots of the network: saved, restored and removed here. */
export function SnapshotsCard() {
  const snapshots = useApi<Snapshots>('/snapshots', ['snapshots'])
  const isOff = !useSession()
  const order = useOrder()
  const [name, setName] = useState('')
  return (
    <section className="card" data-testid="snapshots">
      <h2>Snapshots</h2>
      <Loaded query={snapshots}>
        {({ snapshots: list }) => (
          <table>
            <tbody>
              {list.map((one) => (
                <tr key={one.name}>
                  <td>{plain(one.name)}</td>
                  <td className="muted">
                    {one.savedAt ? <When at={one.savedAt} byMachine /> : 'unreadable'}
                  </td>
                  <td className="buttons">
                    <button
                      type="button"
                      aria-label={`Restore ${plain(one.name)}`}
                      disabled={isOff || order.isPending}
                      onClick={() =>
                        order.mutate({
                          method: 'POST',
                          path: `${pathOf(one.name)}/restore`,
                          body: {},
                        })
                      }
                    >
                      Restore
                    </button>
                    <button
                      type="button"
                      aria-label={`Remove ${plain(one.name)}`}
                      disabled={isOff || order.isPending}
                      onClick={() => order.mutate({ method: 'DELETE', path: pathOf(one.name) })}
                    >
                      Remove
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
      <form
        className="buttons"
        onSubmit={(event) => {
          event.preventDefault()
          order.mutate({ method: 'POST', path: '/snapshots', body: { name } })
          setName('')
        }}
      >
        <input
          aria-label="Name of a snapshot"
          placeholder="name"
          value={name}
          disabled={isOff}
          onChange={({ target }) => setName(target.value)}
        />
        <button type="submit" disabled={isOff || name === '' || order.isPending}>
          Save
        </button>
      </form>
      {order.error ? <Refusal error={order.error} /> : null}
    </section>
  )
}

const pathOf = (name: string): string => `/snapshots/${encodeURIComponent(name)}`
