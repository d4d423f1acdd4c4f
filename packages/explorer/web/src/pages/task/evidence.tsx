import { useApi } from '../../live/use-api.ts'
import { plain } from '../../parts/plain.ts'

interface Evidence {
  id: number
  outcome: string
  facts: Record<string, unknown>
  checks: { check: string; outcome: string }[]
}

/** Evidence of a task's enclaves, and the outcome of each check of it. */
export function EvidenceCard({ taskId }: { taskId: string }) {
  const { data } = useApi<Evidence[]>(`/tasks/${taskId}/evidence`, ['timeline'], { id: taskId })
  if (!data || data.length === 0) return null
  return (
    <section className="card" data-testid="evidence">
      <h2>Evidence</h2>
      {data.map(({ id, outcome, facts, checks }) => (
        <dl className="facts" key={id}>
          <dt>{plain(String(facts.stage))}</dt>
          <dd>{outcome === 'refused' ? 'refused' : 'accepted'}</dd>
          <dt>checks</dt>
          <dd>{checks.map(({ check, outcome: how }) => `${check}: ${how}`).join(', ')}</dd>
          <dt>found</dt>
          <dd>
            <code>{plain(String(facts.fingerprint))}</code>
          </dd>
          <dt>expected</dt>
          <dd>
            <code>{plain(String(facts.expected ?? 'unknown'))}</code>
          </dd>
        </dl>
      ))}
    </section>
  )
}
