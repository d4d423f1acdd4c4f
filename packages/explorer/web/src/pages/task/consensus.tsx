import type { Consensus } from '../../../../src/schema/task/consensus.ts'
import type { TaskView } from '../../../../src/schema/task/task.ts'
import { useApi } from '../../live/use-api.ts'
import { shortId } from '../../parts/id.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { StatusBadge } from './status-badge.tsx'

/** Who contributed what, and whether that is a consensus. */
export function ConsensusCard({ task: { taskId, chainStatus } }: { task: TaskView }) {
  const enabled = chainStatus !== null
  const consensus = useApi<Consensus>(`/tasks/${taskId}/consensus`, ['task', 'timeline'], {
    enabled,
    id: taskId,
  })
  return (
    <section className="card" data-testid="consensus">
      <h2>Consensus</h2>
      {enabled ? (
        <Loaded query={consensus}>{(data) => <Count consensus={data} />}</Loaded>
      ) : (
        <p className="empty">The task is not on chain yet.</p>
      )}
    </section>
  )
}

function Count({
  consensus: { count, verdict, contributions, remarks },
}: {
  consensus: Consensus
}) {
  const names = new Map(contributions.map(({ worker, name }) => [worker, name ?? shortId(worker)]))
  return (
    <>
      {count.groups.map((group) => (
        <div key={group.resultHash} className="group">
          <p>
            Result <code title={group.resultHash}>{shortId(group.resultHash)}</code> by{' '}
            {group.workers.map((worker) => names.get(worker)).join(', ')}: weight {group.weight}
          </p>
          <Bar {...group} />
          <p className="muted">
            weight {group.weight} × trust {count.trust} = {group.left} {group.wins ? '>' : '≤'}{' '}
            {group.right} = total {count.total} × ({count.trust} − 1)
          </p>
        </div>
      ))}
      <p>{verdict}</p>
      {remarks.map((remark) => (
        <p key={remark} className="muted">
          {remark}
        </p>
      ))}
      {contributions.length > 0 ? <Contributions lines={contributions} /> : null}
    </>
  )
}

/** The two sides of the inequality: a bar, and a line at what it has to pass. */
function Bar({ left, right, wins }: { left: string; right: string; wins: boolean }) {
  const most = Math.max(Number(left), Number(right), 1) * 1.1
  const share = (side: string) => (Number(side) / most) * 100
  return (
    <svg
      className="consensus-bar"
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
      role="img"
      aria-label={`${left} of more than ${right}`}
    >
      <rect className="track" width="100" height="10" />
      <rect className={wins ? 'wins' : 'loses'} width={share(left)} height="10" />
      <rect className="threshold" x={share(right)} width="0.5" height="10" />
    </svg>
  )
}

const Contributions = ({ lines }: { lines: Consensus['contributions'] }) => (
  <table>
    <thead>
      <tr>
        <th>Worker</th>
        <th className="number">Score</th>
        <th className="number">Power</th>
        <th>Result</th>
        <th>Status</th>
      </tr>
    </thead>
    <tbody>
      {lines.map(({ worker, name, isStranger, score, power, resultHash, status }) => (
        <tr key={worker}>
          <td title={worker}>
            {name ?? shortId(worker)}
            {isStranger ? <span className="badge warn">stranger</span> : null}
          </td>
          <td className="number">{score}</td>
          <td className="number">{power}</td>
          <td>
            <code title={resultHash}>{shortId(resultHash)}</code>
          </td>
          <td>
            <StatusBadge status={status} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
