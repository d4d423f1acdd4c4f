import { useEffect, useState } from 'react'
import type { Timeline } from '../../../../../src/schema/task/timeline.ts'
import { Gantt } from './gantt.tsx'
import { StepDetails } from './step-details.tsx'
import { StepTable } from './step-table.tsx'

/** How often a step that runs grows in the picture, in ms. */
const GROWS_MS = 250

/** What happened to the task: as a picture, and as a table of the same steps. */
export function TimelineCard({ timeline }: { timeline: Timeline }) {
  const { steps, failure } = timeline
  const [chosen, setChosen] = useState<number>()
  const now = useNow(timeline)
  if (steps.length === 0)
    return (
      <section className="card">
        <h2>Timeline</h2>
        <p className="empty">
          Nothing was recorded of this task: it is of another pool, or of an imported snapshot.
        </p>
      </section>
    )
  const shown = chosen ?? failure?.step.id
  const start = steps[0]!.startedAt
  return (
    <section className="card" data-testid="timeline">
      <h2>Timeline</h2>
      <Gantt steps={steps} now={now} shown={shown} failing={failure?.step.id} onShow={setChosen} />
      <StepDetails step={steps.find(({ id }) => id === shown)} start={start} now={now} />
      <StepTable steps={steps} start={start} failing={failure?.step.id} />
    </section>
  )
}

/** The machine's clock while a step runs: as it was told, and the time since. */
function useNow({ now, steps }: Timeline): number {
  const isRunning = steps.some(({ outcome }) => outcome === 'running')
  const [since, setSince] = useState(0)
  useEffect(() => {
    setSince(0)
    if (!isRunning) return
    const began = performance.now()
    const timer = setInterval(() => setSince(performance.now() - began), GROWS_MS)
    return () => clearInterval(timer)
  }, [isRunning, now])
  return now + since
}
