import type { Bundle } from './bundle.ts'

/** Last lines of the log that are shown. */
const LOG_LINES = 15
/** Log levels from which on a line is shown wherever it stands. */
const WARNING = 40

interface LogLine {
  level: number
  time: number | string
  service?: string
  msg?: string
  reason?: string
}

/**
 * A bundle for people: what failed and why, the task's timeline, what it printed, what services
 * warned of.
 */
export function bundleText({ facts, log, chain, task }: Bundle): string {
  const lines = [`cell     ${facts.name}`, `failed   ${facts.reason}`, `made at  ${facts.madeAt}`]
  lines.push(
    `versions ${Object.entries(facts.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}`,
  )
  if (facts.cell.seed !== undefined) lines.push(`seed     ${facts.cell.seed}`)
  if (facts.task) lines.push(`task     ${facts.task.taskId}`, `deal     ${facts.task.dealId}`)
  lines.push(`chain    ${chain.length} blocks`)
  if (task) {
    const updates = task.replicates.flatMap(({ workerWallet, updates }) =>
      updates.map(({ date, status, cause }) => ({
        date,
        text: `worker ${workerWallet.slice(0, 10)} ${status}${cause ? ` (${cause})` : ''}`,
      })),
    )
    const statuses = task.statuses.map(({ date, status }) => ({ date, text: `task ${status}` }))
    const timeline = [...statuses, ...updates].sort((a, b) => a.date.localeCompare(b.date))
    lines.push('', 'Timeline', ...timeline.map(({ date, text }) => `  ${date}  ${text}`))
    for (const { workerWallet, logs } of task.replicates)
      for (const stream of ['stdout', 'stderr'] as const) {
        const printed = logs?.[stream]
        if (printed)
          lines.push('', `${stream} on ${workerWallet.slice(0, 10)}`, ...indented(String(printed)))
      }
  }
  lines.push('', 'Log: warnings, and the last lines', ...shownOf(log))
  return lines.join('\n')
}

function shownOf(log: string): string[] {
  const lines = log.split('\n').flatMap((line) => parsed(line) ?? [])
  const shown = lines.filter(({ level }, i) => level >= WARNING || i >= lines.length - LOG_LINES)
  return shown.map(({ time, service = '', msg = '', reason }) => {
    return `  ${new Date(time).toISOString()}  ${String(service ?? '').padEnd(14)} ${msg}${reason ? `: ${reason}` : ''}`
  })
}

function parsed(line: string): LogLine | undefined {
  try {
    const { time, ...rest } = JSON.parse(line) as LogLine
    return Number.isNaN(new Date(time).getTime()) ? undefined : { time, ...rest }
  } catch {
    return undefined
  }
}

const indented = (text: string): string[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`)
