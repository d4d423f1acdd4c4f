import type { SecretEvent } from '@iexec-sim/timeline'
import { SecretLink } from '../secret/secret-link.tsx'
import { secretName } from '../secret/secret-name.ts'

/** Secrets of the task, and how each of them went. */
export function TaskSecrets({ events }: { events: readonly SecretEvent[] }) {
  const secrets = Map.groupBy(events, secretName)
  if (secrets.size === 0) return null
  return (
    <section className="card" data-testid="secrets">
      <h2>Secrets and their path</h2>
      <table>
        <thead>
          <tr>
            <th>Secret</th>
            <th>Path</th>
          </tr>
        </thead>
        <tbody>
          {[...secrets].map(([name, of]) => (
            <tr key={name}>
              <td>
                <SecretLink secret={of[0]!} />
              </td>
              <td>
                <ol className="path">
                  {of.map((event) => (
                    <li key={event.id} className={isBad(event) ? 'bad' : ''}>
                      {said(event)}
                    </li>
                  ))}
                </ol>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const isBad = ({ kind }: SecretEvent): boolean => kind === 'refused' || kind === 'missing'

function said({ kind, framework, stage, fingerprint, reason }: SecretEvent): string {
  const enclave = `the ${stage} enclave${fingerprint ? ` ${fingerprint.slice(0, 8)}…` : ''}`
  if (kind === 'requested') return `SMS of ${framework} → session`
  if (kind === 'missing') return `not at the SMS of ${framework}`
  if (kind === 'delivered') return `session → ${enclave}`
  if (kind === 'refused') return `refused to ${enclave}: ${reason}`
  return kind
}
