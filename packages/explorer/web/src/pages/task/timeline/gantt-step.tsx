import type { Step } from '@iexec-sim/timeline'
import type { KeyboardEvent } from 'react'
import { msText } from './ticks.ts'

/** Pixels of a bar, and the width from which a step is a bar. */
const HEIGHT = 13
const LEAST_BAR = 7
/** Width of a character, roughly. */
const CHARACTER = 6.2

/** Options of {@link GanttStep}. */
interface GanttStepProps {
  step: Step
  /** Left edge, pixels. */
  x: number
  /** Length, pixels. */
  width: number
  /** Top edge, pixels. */
  y: number
  /** Time since the first step, ms. */
  offset: number
  /** Whether its details are shown. */
  isShown: boolean
  /** Whether it made the task fail. */
  isFailing: boolean
  /** Whether the tabulator key reaches it. */
  isReachable: boolean
  /** Called when it is pointed at or reached by keys. */
  onShow(id: number): void
}

/** A step in the picture: a bar, or a mark for a moment. */
export function GanttStep(props: GanttStepProps) {
  const { step, x, width, y, offset, isShown, isFailing, isReachable, onShow } = props
  const name = step.name.replaceAll('-', ' ')
  const isBar = width >= LEAST_BAR
  const middle = y + HEIGHT / 2
  const show = () => onShow(step.id)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a part of a picture
    <g
      role="button"
      tabIndex={isReachable ? 0 : -1}
      className={`step of-${step.service} ${step.outcome}${isShown ? ' shown' : ''}${isFailing ? ' failing' : ''}`}
      aria-label={`${step.actor ?? step.service}: ${name}, ${step.outcome}, at ${msText(offset)}`}
      aria-pressed={isShown}
      data-step={step.id}
      onClick={show}
      onFocus={show}
      onMouseEnter={show}
      onKeyDown={moveFocus}
    >
      {isBar ? (
        <rect x={x} y={y} width={width} height={HEIGHT} rx={2.5} />
      ) : (
        <path d={`M${x} ${middle - 5.5}l5.5 5.5-5.5 5.5-5.5-5.5z`} />
      )}
      {isBar && width > name.length * CHARACTER + 8 ? (
        <text x={x + 4} y={y + 10}>
          {name}
        </text>
      ) : null}
    </g>
  )
}

/** Keys that move between steps, and how far. */
const MOVES: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

/** Moves the focus to another step, in the order they began. */
function moveFocus(event: KeyboardEvent<SVGGElement>): void {
  const by = MOVES[event.key]
  const picture = event.currentTarget.closest('svg')
  if (by === undefined || !picture) return
  event.preventDefault()
  const all = [...picture.querySelectorAll<SVGGElement>('[data-step]')].sort(
    (a, b) => Number(a.dataset.step) - Number(b.dataset.step),
  )
  const to = all.indexOf(event.currentTarget) + by
  all[Math.min(all.length - 1, Math.max(0, to))]?.focus()
}
