import type { Timeline } from '../../../../src/schema/task/timeline.ts'
import { plain } from '../../parts/plain.ts'
import { SecretLink } from '../secret/secret-link.tsx'
import { secretName } from '../secret/secret-name.ts'

/** Why the task failed: the sentence first, then what to do and where it happened. */
export function Failure({ failure }: { failure: NonNullable<Timeline['failure']> }) {
  const { step, cause, reason, fix } = failure
  return (
    <section className="verdict bad" aria-label="Why it failed" data-testid="failure">
      <p className="sentence">{plain(reason ?? 'The task failed.')}</p>
      {fix ? <p>{plain(fix)}</p> : null}
      <p className="where">
        {cause ? <code>{cause}</code> : null} {step.actor ?? step.service},{' '}
        {step.name.replaceAll('-', ' ')} · <a href={`#step-${step.id}`}>show the step</a>
      </p>
    </section>
  )
}

/** Canaries that the task gave away. */
export function Findings({ findings }: { findings: Timeline['findings'] }) {
  if (findings.length === 0) return null
  return (
    <section className="verdict bad" aria-label="Leaks" data-testid="findings">
      <p className="sentence">A secret was found in what this task left behind.</p>
      <ul>
        {findings.map(({ id, secret, where, encoding, offset }) => (
          <li key={id}>
            <SecretLink secret={secret} /> in {plain(where)}, byte {offset}
            {encoding === 'plain' ? null : ` (${encoding})`}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Secrets that the deal names and that nobody pushed. */
export function Missing({ secrets }: { secrets: Timeline['secrets'] }) {
  const missing = new Map(
    secrets
      .filter(({ kind }) => kind === 'missing')
      .map((secret) => [`${secret.framework} ${secretName(secret)}`, secret]),
  )
  if (missing.size === 0) return null
  return (
    <section className="verdict warn" aria-label="Missing secrets" data-testid="missing">
      {[...missing].map(([key, secret]) => (
        <p key={key}>
          <SecretLink secret={secret} /> was never pushed to the SMS of {secret.framework}: its
          variable is absent.
        </p>
      ))}
    </section>
  )
}
