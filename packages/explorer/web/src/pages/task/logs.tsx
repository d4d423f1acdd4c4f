import type { TaskView } from '../../../../src/schema/task/task.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { plain } from '../../parts/plain.ts'
import { TextBox } from '../../parts/text-box.tsx'
import { useSession } from '../../session/use-session.ts'
import { useTaskLogs, type WorkerOutput } from './use-task-logs.ts'

/** What the app prints, of each worker, as it comes. */
export function Logs({ task }: { task: TaskView }) {
  const hasSession = useSession()
  return (
    <section className="card" data-testid="logs">
      <h2>Output of the app</h2>
      {hasSession ? (
        <Outputs task={task} />
      ) : (
        <p className="empty">
          What apps print may be private, and needs a session: run <code>iexec-sim open</code>, and
          use the page that it opens.
        </p>
      )}
    </section>
  )
}

function Outputs({ task }: { task: TaskView }) {
  const logs = useTaskLogs(task.taskId)
  return (
    <Loaded query={logs}>
      {(outputs) =>
        outputs.length === 0 ? (
          <p className="empty">{task.isOver ? 'Nothing was printed.' : 'Nothing printed yet.'}</p>
        ) : (
          outputs.map((output) => <Output key={output.worker} output={output} />)
        )
      }
    </Loaded>
  )
}

const Output = ({ output }: { output: WorkerOutput }) => (
  <div className="output">
    <h3>
      {output.worker} {output.isLive ? <span className="badge">live</span> : null}
    </h3>
    {(['stdout', 'stderr'] as const).map((stream) =>
      output[stream] === '' ? null : (
        <TextBox
          key={stream}
          className={stream}
          label={`${stream} of ${output.worker}`}
          text={plain(output[stream])}
        />
      ),
    )}
  </div>
)
