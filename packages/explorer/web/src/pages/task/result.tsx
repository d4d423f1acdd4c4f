import type { Step } from '@iexec-sim/timeline'
import type { ResultFiles } from '../../../../src/schema/task/result.ts'
import type { TaskView } from '../../../../src/schema/task/task.ts'
import { useApi } from '../../live/use-api.ts'
import { Id } from '../../parts/id.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { plain } from '../../parts/plain.ts'
import { ResultFile } from './result-file.tsx'

/** The result: where it is, its files, its digest and how that was made. */
export function ResultCard({ task, steps }: { task: TaskView; steps: readonly Step[] }) {
  const digest = steps.findLast(({ name }) => name === 'digest-made')?.facts
  return (
    <section className="card" data-testid="result">
      <h2>Result</h2>
      <dl className="facts">
        <dt>Digest</dt>
        <dd>
          {task.digest ? (
            <Id value={task.digest} full />
          ) : (
            <span className="muted">not revealed</span>
          )}
        </dd>
        {digest ? (
          <>
            <dt>Made from</dt>
            <dd>{madeFrom(String(digest.from ?? ''))}</dd>
          </>
        ) : null}
        {task.callbackData ? (
          <>
            <dt>Callback data</dt>
            <dd>
              <code>{task.callbackData}</code>
            </dd>
          </>
        ) : null}
      </dl>
      {task.result.storage === 'none' ? (
        <p className="empty">{task.isOver ? 'There is no result.' : 'There is no result yet.'}</p>
      ) : (
        <Files task={task} />
      )}
    </section>
  )
}

const madeFrom = (from: string): string =>
  from === 'deterministic-output-path'
    ? 'the file or folder that computed.json names as deterministic-output-path'
    : from === 'callback-data'
      ? 'the callback data in computed.json'
      : 'computed.json'

function Files({ task: { taskId, result } }: { task: TaskView }) {
  const files = useApi<ResultFiles>(`/tasks/${taskId}/result`, ['task'], { id: taskId })
  return (
    <>
      <p>
        In {result.storage} at <code>{plain(String(result.location ?? ''))}</code>
      </p>
      <Loaded query={files}>
        {({ files: list, left, problem }) => (
          <>
            {problem ? <p className="notice bad">{problem}</p> : null}
            {list.map((file) => (
              <ResultFile key={file.name} taskId={taskId} file={file} />
            ))}
            {left > 0 ? <p className="muted">and {left} more</p> : null}
          </>
        )}
      </Loaded>
    </>
  )
}
