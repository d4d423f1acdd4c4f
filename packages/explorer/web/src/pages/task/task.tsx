import { useParams } from '@tanstack/react-router'
import type { TaskView } from '../../../../src/schema/task/task.ts'
import type { Timeline } from '../../../../src/schema/task/timeline.ts'
import { useApi } from '../../live/use-api.ts'
import { Loaded } from '../../parts/loaded.tsx'
import '../../style/task.css'
import { AboutTask } from './about-task.tsx'
import { ConsensusCard } from './consensus.tsx'
import { CopyAs } from './copy-as.tsx'
import { EvidenceCard } from './evidence.tsx'
import { Failure, Findings, Missing } from './failure.tsx'
import { Logs } from './logs.tsx'
import { PaymentsCard } from './payments.tsx'
import { Replicates } from './replicates.tsx'
import { ResultCard } from './result.tsx'
import { TaskSecrets } from './task-secrets.tsx'
import { TimelineCard } from './timeline/timeline-card.tsx'

/** `/tasks/0x…`: what happened to a task, and why. */
export function TaskPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const task = useApi<TaskView>(`/tasks/${id}`, ['task'], { id })
  const timeline = useApi<Timeline>(`/tasks/${id}/timeline`, ['timeline', 'secrets'], { id })
  return (
    <Loaded query={task}>
      {(data) => (
        <>
          {timeline.data?.failure ? <Failure failure={timeline.data.failure} /> : null}
          {timeline.data ? <Findings findings={timeline.data.findings} /> : null}
          {timeline.data ? <Missing secrets={timeline.data.secrets} /> : null}
          <AboutTask task={data} />
          <Loaded query={timeline}>{(told) => <TimelineCard timeline={told} />}</Loaded>
          <Logs task={data} />
          <ResultCard task={data} steps={timeline.data?.steps ?? []} />
          <TaskSecrets events={timeline.data?.secrets ?? []} />
          <EvidenceCard taskId={id} />
          <ConsensusCard task={data} />
          <Replicates task={data} />
          <PaymentsCard task={data} />
          <CopyAs task={data} />
        </>
      )}
    </Loaded>
  )
}
