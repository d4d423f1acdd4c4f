import type { Step } from '@iexec-sim/timeline'
import { plain } from '../../../parts/plain.ts'
import { msText } from './ticks.ts'

/** The steps as a table. `start`: of the first step, ms since 1970. */
export function StepTable({
  steps,
  start,
  failing,
}: {
  steps: readonly Step[]
  start: number
  failing: number | undefined
}) {
  return (
    <details open>
      <summary>All {steps.length} steps</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach it */}
      <section className="scroll" aria-label="Steps" tabIndex={0}>
        <table className="steps">
          <thead>
            <tr>
              <th className="number">At</th>
              <th className="number">Took</th>
              <th>Where</th>
              <th>Step</th>
              <th>Outcome</th>
            </tr>
          </thead>
          <tbody>
            {steps.map((step) => (
              <Row key={step.id} step={step} start={start} isFailing={step.id === failing} />
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}

function Row({ step, start, isFailing }: { step: Step; start: number; isFailing: boolean }) {
  const { id, service, actor, name, startedAt, endedAt, outcome, cause, reason } = step
  const isBad = outcome === 'failed' || outcome === 'refused'
  const took = endedAt === undefined || endedAt === startedAt ? '' : msText(endedAt - startedAt)
  return (
    <tr id={`step-${id}`} className={isFailing ? 'failing' : ''}>
      <td className="number">{msText(startedAt - start)}</td>
      <td className="number">{took}</td>
      <td>
        {service === 'worker' ? '' : `${service} `}
        {actor}
      </td>
      <td>{name.replaceAll('-', ' ')}</td>
      <td className={isBad ? 'bad' : 'muted'}>
        {outcome}
        {isBad && (cause || reason)
          ? `: ${plain([cause, reason].filter(Boolean).join(' – '))}`
          : ''}
      </td>
    </tr>
  )
}
