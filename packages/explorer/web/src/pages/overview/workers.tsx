import type { Workers } from '../../../../src/schema/worker.ts'
import { useApi } from '../../live/use-api.ts'
import { Id } from '../../parts/id.tsx'
import { Loaded } from '../../parts/loaded.tsx'

/** The pool's workers, and what each does now. */
export function WorkersCard() {
  const workers = useApi<Workers>('/workers', ['workers'])
  return (
    <section className="card" data-testid="workers">
      <h2>Workers</h2>
      <Loaded query={workers}>
        {({ workers: list }) => (
          <table>
            <tbody>
              {list.map(({ name, isAlive, doing }) => (
                <tr key={name}>
                  <td>{name}</td>
                  <td>
                    {doing.length === 0 ? (
                      <span className={isAlive ? 'muted' : 'bad'}>{isAlive ? 'idle' : 'away'}</span>
                    ) : (
                      doing.map(({ taskId, status }) => (
                        <p key={taskId} className="doing">
                          {status.toLowerCase().replaceAll('_', ' ')}{' '}
                          <Id value={taskId} to={`/tasks/${taskId}`} />
                        </p>
                      ))
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
    </section>
  )
}
