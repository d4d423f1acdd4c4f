import type { TaskDetails } from '@iexec-sim/workerpool/client'
import { printable } from '../../terminal/output.ts'

/** A task with its replicates, causes and diagnoses, as text for people. */
export function taskText(task: TaskDetails): string {
  const lines = [
    `task        ${task.taskId}`,
    `deal        ${task.dealId} (index ${task.index})`,
    `image       ${task.image}`,
    `framework   ${task.framework ?? 'none (standard task)'}`,
    `status      ${task.statuses.map(({ status }) => status).join(' → ')}`,
    ...(task.diagnosis?.reason ? [`reason      ${task.diagnosis.reason}`] : []),
    ...(task.resultLink ? [`result      ${task.resultLink}`] : []),
  ]
  for (const replicate of task.replicates) {
    const { workerWallet, updates, exitCode, diagnosis } = replicate
    lines.push('', `worker      ${workerWallet}`)
    for (const { date, status, cause } of updates)
      lines.push(`  ${date}  ${status}${cause ? `  cause ${cause}` : ''}`)
    if (exitCode !== undefined) lines.push(`  exit code ${exitCode}`)
    if (diagnosis?.reason) lines.push(`  reason: ${diagnosis.reason}`)
    if (diagnosis?.argv) lines.push(`  arguments: ${JSON.stringify(diagnosis.argv)}`)
    for (const note of diagnosis?.notes ?? []) lines.push(`  note: ${note}`)
    for (const host of diagnosis?.refusedHosts ?? [])
      lines.push(`  wanted host ${host}, which has no stand-in (see "up --stand-in")`)
  }
  // Hosts and reasons are an app's words.
  return printable(lines.join('\n'))
}
