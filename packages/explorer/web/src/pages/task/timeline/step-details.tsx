import type { Step } from '@iexec-sim/timeline'
import { plain } from '../../../parts/plain.ts'
import { FactValue } from './fact-value.tsx'
import { endOf } from './lanes.ts'
import { msText } from './ticks.ts'

/** Details of the step that is pointed at. `start`: of the first step, ms since 1970. */
export function StepDetails({
  step,
  start,
  now,
}: {
  step: Step | undefined
  start: number
  now: number
}) {
  if (!step)
    return (
      <p className="details empty">
        Point at a step for its details, or move between steps with the arrow keys.
      </p>
    )
  const { service, actor, name, startedAt, outcome, cause, reason, fix, facts, networkTime } = step
  const isBad = outcome === 'failed' || outcome === 'refused'
  const tookMs = endOf(step, now) - startedAt
  return (
    <div className="details" data-testid="step-details">
      <p>
        <strong>{name.replaceAll('-', ' ')}</strong>{' '}
        <span className="muted">
          {service}
          {actor ? ` ${actor}` : ''} · at {msText(startedAt - start)}
          {tookMs > 0 ? ` · ${msText(tookMs)}` : ''}
        </span>{' '}
        <span className={`badge${isBad ? ' bad' : outcome === 'done' ? ' good' : ''}`}>
          {outcome}
        </span>
      </p>
      {reason ? (
        <p className={isBad ? 'bad' : ''}>
          {cause ? <code>{cause}</code> : null} {plain(reason)}
        </p>
      ) : cause ? (
        <p className={isBad ? 'bad' : ''}>
          <code>{cause}</code>
        </p>
      ) : null}
      {fix ? <p>{plain(fix)}</p> : null}
      <dl className="facts">
        {networkTime === undefined ? null : (
          <>
            <dt>network’s time</dt>
            <dd>{new Date(networkTime).toISOString()}</dd>
          </>
        )}
        {Object.entries(facts).map(([fact, value]) => (
          <FactValue key={fact} name={fact} value={value} />
        ))}
      </dl>
    </div>
  )
}
