import type { SecretRef } from '@iexec-sim/timeline'
import { useParams } from '@tanstack/react-router'
import type { SecretPath } from '../../../../src/schema/secret.ts'
import { useApi } from '../../live/use-api.ts'
import { Address } from '../../parts/address.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import '../../style/secret.css'
import { Canary } from './canary.tsx'
import { Flow } from './flow.tsx'
import { SecretEvents } from './secret-events.tsx'
import { secretName } from './secret-name.ts'

/** `/secrets/FRAMEWORK/FAMILY/OWNER/NAME`: where one secret went. */
export function SecretPage() {
  const params = useParams({ strict: false }) as unknown as SecretRef
  const { framework, family, owner } = params
  const name = params.name === '-' && family !== 'requester' && family !== 'web2' ? '' : params.name
  const secret: SecretRef = { framework, family, owner, name }
  const query = new URLSearchParams({ framework, family, owner, name })
  const path = useApi<SecretPath>(`/secrets/events?${query}`, ['secrets'])
  return (
    <Loaded query={path}>
      {({ secret: known, events }) => (
        <>
          <h1>{upperFirst(secretName(secret))}</h1>
          {known ? null : <p className="notice">The ledger knows no secret of this name.</p>}
          <section className="card">
            <dl className="facts">
              <dt>Owner</dt>
              <dd>
                <Address value={owner} />
              </dd>
              <dt>SMS</dt>
              <dd>{framework}</dd>
              <dt>Value</dt>
              <dd className="muted">never shown: only enclaves that prove what they are get it</dd>
              <dt>Canary</dt>
              <dd>
                <Canary secret={secret} isOn={known?.canary ?? false} />
              </dd>
            </dl>
          </section>
          <section className="card" data-testid="flow">
            <h2>Where it went</h2>
            <Flow secret={secret} events={events} />
          </section>
          <SecretEvents events={events} />
        </>
      )}
    </Loaded>
  )
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
