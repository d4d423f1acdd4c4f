import type { SecretSummary } from '@iexec-sim/timeline'
import type { Secrets } from '../../../../src/schema/secret.ts'
import { useApi } from '../../live/use-api.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { When } from '../../parts/when.tsx'
import '../../style/secret.css'
import { Canary } from './canary.tsx'
import { SecretLink } from './secret-link.tsx'
import { secretPath } from './secret-name.ts'

/** `/secrets`: every secret of the network and what became of it, never a value. */
export function SecretsPage() {
  const secrets = useApi<Secrets>('/secrets', ['secrets'])
  return (
    <>
      <h1>Secrets</h1>
      <Loaded query={secrets}>
        {({ secrets: list }) =>
          list.length === 0 ? (
            <p className="card empty">
              No secret has been pushed. <code>iexec-sim secret push NAME</code> pushes one.
            </p>
          ) : (
            <List secrets={list} />
          )
        }
      </Loaded>
    </>
  )
}

const List = ({ secrets }: { secrets: readonly SecretSummary[] }) => (
  <section className="card" data-testid="secrets">
    <table>
      <thead>
        <tr>
          <th>Secret</th>
          <th>SMS</th>
          <th>Set</th>
          <th className="number">Requested</th>
          <th className="number">Delivered</th>
          <th className="number">Refused</th>
          <th>Canary</th>
        </tr>
      </thead>
      <tbody>
        {secrets.map((secret) => (
          <tr key={secretPath(secret)}>
            <td>
              <SecretLink secret={secret} />
            </td>
            <td>{secret.framework}</td>
            <td>
              {secret.setAt === undefined ? (
                <span className="muted">
                  {secret.requested > 0 ? 'before the ledger' : 'never'}
                </span>
              ) : (
                <When at={secret.setAt} byMachine />
              )}
            </td>
            <td className="number">{secret.requested}</td>
            <td className="number">{secret.delivered}</td>
            <td className={secret.refused > 0 ? 'number bad' : 'number'}>{secret.refused}</td>
            <td>
              <Canary secret={secret} isOn={secret.canary} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
