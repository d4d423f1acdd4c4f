import type { Step } from '@iexec-sim/timeline'
import { useRef } from 'react'
import { GanttStep } from './gantt-step.tsx'
import { endOf, type Lane, lanesOf } from './lanes.ts'
import { msText, ticksOf } from './ticks.ts'
import { useWidth } from './use-width.ts'

/** Pixels of the picture. */
const ROW = 18
const LANE_GAP = 8
const AXIS = 24
const LABELS = 136
/** Below this width the name of a lane stands above it. */
const NARROW = 560
const MARK = 11
const TICK = 90

/** Options of {@link Gantt}. */
interface GanttProps {
  steps: readonly Step[]
  /** End of steps that run, ms since 1970. */
  now: number
  /** Id of the step whose details are shown. */
  shown: number | undefined
  /** Id of the step that made the task fail. */
  failing: number | undefined
  /** Called with the id of a step that is pointed at or reached by keys. */
  onShow(id: number): void
}

/** The steps on one time axis, a lane for each service and worker. */
export function Gantt({ steps, now, shown, failing, onShow }: GanttProps) {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const isNarrow = width < NARROW
  const left = isNarrow ? 0 : LABELS
  const start = steps[0]!.startedAt
  const length = Math.max(1, ...steps.map((step) => endOf(step, now) - start))
  const perMs = Math.max(0.0001, (width - left - MARK - 2) / length)
  const x = (at: number) => left + MARK / 2 + (at - start) * perMs
  const lanes = withTops(lanesOf(steps, MARK / perMs, now), isNarrow)
  const height = lanes.at(-1)!.bottom
  const ticks = ticksOf(length, (width - left) / TICK)
  return (
    <div ref={box} className="gantt">
      {/* biome-ignore lint/a11y/useSemanticElements: a picture whose parts are buttons */}
      <svg
        width={width}
        height={height}
        role="group"
        aria-label="Timeline: arrow keys move between steps"
      >
        <g className="axis">
          {ticks.map((ms) => (
            <g key={ms}>
              <line x1={x(start + ms)} x2={x(start + ms)} y1={AXIS - 6} y2={height} />
              <text x={x(start + ms) + 3} y={12}>
                {msText(ms)}
              </text>
            </g>
          ))}
        </g>
        {lanes.map(({ label, top, labelY, steps: placed }) => (
          <g key={label}>
            <text className="lane" x={0} y={labelY}>
              {label}
            </text>
            {placed.map(({ step, row }) => (
              <GanttStep
                key={step.id}
                step={step}
                x={x(step.startedAt)}
                width={(endOf(step, now) - step.startedAt) * perMs}
                y={top + row * ROW}
                offset={step.startedAt - start}
                isShown={step.id === shown}
                isFailing={step.id === failing}
                isReachable={step.id === (shown ?? steps[0]!.id)}
                onShow={onShow}
              />
            ))}
          </g>
        ))}
      </svg>
    </div>
  )
}

/** Places of lanes below one another. */
function withTops(lanes: readonly Lane[], isNarrow: boolean) {
  let y = AXIS
  return lanes.map((lane) => {
    const labelY = y + 12
    const top = isNarrow ? y + ROW : y
    y = top + lane.rows * ROW + LANE_GAP
    return { ...lane, labelY, top, bottom: y }
  })
}
