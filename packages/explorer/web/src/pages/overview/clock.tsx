import type { Clock } from '../../../../src/schema/clock.ts'
import { useApi } from '../../live/use-api.ts'
import { Loaded, Refusal } from '../../parts/loaded.tsx'
import { useSession } from '../../session/use-session.ts'
import { useOrder } from './use-order.ts'

/** Steps of the buttons that move the clock. */
const STEPS = [
  ['1 minute', 60_000],
  ['1 hour', 3_600_000],
  ['1 day', 86_400_000],
] as const

/** The network's clock, and buttons that move, freeze and resume it. */
export function ClockCard() {
  const clock = useApi<Clock>('/clock', ['clock', 'block'])
  const hasSession = useSession()
  const order = useOrder()
  const tell = (body: object) => order.mutate({ method: 'POST', path: '/clock', body })
  return (
    <section className="card" data-testid="clock">
      <h2>Clock</h2>
      <Loaded query={clock}>
        {({ now, frozen, aheadMs }) => (
          <>
            <p>
              <time dateTime={now}>{now.replace('T', ' ').slice(0, 19)}</time>{' '}
              {frozen ? <span className="badge warn">frozen</span> : null}{' '}
              {aheadMs > 1_000 ? (
                <span className="muted">{Math.round(aheadMs / 1_000)} s ahead</span>
              ) : null}
            </p>
            <p className="buttons">
              {STEPS.map(([label, advanceMs]) => (
                <button
                  key={label}
                  type="button"
                  disabled={!hasSession || order.isPending}
                  onClick={() => tell({ advanceMs })}
                >
                  +{label}
                </button>
              ))}
              <button
                type="button"
                disabled={!hasSession || order.isPending}
                onClick={() => tell({ freeze: !frozen })}
              >
                {frozen ? 'Resume' : 'Freeze'}
              </button>
            </p>
          </>
        )}
      </Loaded>
      {order.error ? <Refusal error={order.error} /> : null}
    </section>
  )
}
