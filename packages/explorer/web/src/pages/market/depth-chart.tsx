import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { Depth } from '../../../../src/schema/poco/order.ts'

const HEIGHT_PX = 240
const NRLC = 1e9

/** The depth of a side of the order book: tasks at each price or a better one. */
export function DepthChart({ points }: { points: Depth['points'] }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const parent = place.current
    if (!parent || points.length === 0) return
    const sorted = points.toSorted((a, b) => Number(a.price) - Number(b.price))
    const style = getComputedStyle(parent)
    const axis = {
      stroke: style.getPropertyValue('--muted'),
      grid: { stroke: style.getPropertyValue('--line'), width: 1 },
      ticks: { stroke: style.getPropertyValue('--line'), width: 1 },
    }
    const color = style.getPropertyValue('--link')
    const chart = new uPlot(
      {
        width: parent.clientWidth,
        height: HEIGHT_PX,
        legend: { show: false },
        scales: {
          x: { time: false, range: (_chart, _least, most) => [0, most * 1.1 || 1] },
          y: { range: (_chart, _least, most) => [0, most * 1.1] },
        },
        axes: [
          { ...axis, label: 'Price per task, RLC' },
          { ...axis, label: 'Tasks', size: 64 },
        ],
        series: [
          { label: 'Price' },
          {
            label: 'Tasks',
            stroke: color,
            width: 2,
            points: { show: true, size: 7, fill: color },
            paths: uPlot.paths.stepped!({ align: 1 }),
          },
        ],
      },
      [sorted.map(({ price }) => Number(price) / NRLC), sorted.map(({ volume }) => volume)],
      parent,
    )
    const resized = new ResizeObserver(() =>
      chart.setSize({ width: parent.clientWidth, height: HEIGHT_PX }),
    )
    resized.observe(parent)
    return () => {
      resized.disconnect()
      chart.destroy()
    }
  }, [points])
  const last = points.at(-1)
  return (
    <div
      ref={place}
      className="chart"
      role="img"
      aria-label={`Depth of the order book: ${last?.volume ?? 0} tasks at ${points.length} prices`}
    />
  )
}
