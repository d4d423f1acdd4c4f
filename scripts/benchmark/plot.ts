import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Series } from './figure.ts'
import { quantile } from './rounds.ts'

const FILE = join(import.meta.dirname, '../../docs/performance-tasks.svg')
const WIDTH = 720
const HEIGHT = 240
const MARGIN = { left: 48, right: 12, top: 28, bottom: 32 }
const LINES = 4

/** Draws a figure's values over the tasks they were measured with, as docs/performance-tasks.svg. */
export function drawTasks(name: string, { tasks, values }: Series): void {
  const width = WIDTH - MARGIN.left - MARGIN.right
  const height = HEIGHT - MARGIN.top - MARGIN.bottom
  // A single slow moment of the machine would flatten all the rest.
  const top = Math.max(1, Math.ceil(quantile(values, 0.98) * 1.25))
  const x = (i: number) => MARGIN.left + (width * (i + 0.5)) / values.length
  const y = (ms: number) => MARGIN.top + height * (1 - Math.min(ms, top) / top)
  const steps = Array.from({ length: LINES + 1 }, (_, i) => i / LINES)
  const text = (atX: number, atY: number, anchor: string, words: string) =>
    `<text x="${atX.toFixed(0)}" y="${atY.toFixed(0)}" text-anchor="${anchor}">${words}</text>`
  const grid = steps.flatMap((share) => [
    `<path d="M${MARGIN.left} ${y(top * share).toFixed(1)}h${width}" stroke="#ddd"/>`,
    text(MARGIN.left - 6, y(top * share) + 4, 'end', String(Number((top * share).toFixed(1)))),
    text(
      MARGIN.left + width * share,
      HEIGHT - 12,
      share === 1 ? 'end' : 'middle',
      String(tasks * share),
    ),
  ])
  const points = values.map((ms, i) => `${x(i).toFixed(1)},${y(ms).toFixed(1)}`)
  writeFileSync(
    FILE,
    [
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="sans-serif" font-size="11" fill="#333">`,
      `<title>${name}</title>`,
      `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
      text(
        MARGIN.left,
        16,
        'start',
        `ms for a task of doubles, over ${tasks} tasks in one network`,
      ),
      ...grid,
      `<polyline points="${points.join(' ')}" fill="none" stroke="#2563eb" stroke-width="1.5"/>`,
      '</svg>',
      '',
    ].join('\n'),
  )
}
