import type { TaskTimeline } from '@iexec-sim/client'
import type { Finding, SecretEvent, Step } from '@iexec-sim/timeline'
import { whyFailed } from '@iexec-sim/timeline/steps'
import { printable } from '../../terminal/output.ts'
import { secretName } from '../secret/secret-name.ts'

/** The timeline of a task as text for people: why it failed, then step by step. */
export function timelineText({ steps, secrets, findings }: Omit<TaskTimeline, 'taskId'>): string {
  const lines = [...failureLines(steps), ...missingLines(secrets), ...findings.map(findingText)]
  if (lines.length > 0) lines.push('')
  const start = steps[0]?.startedAt ?? 0
  for (const step of steps) lines.push(stepText(step, start))
  // Facts and reasons may be an app's words.
  return printable(lines.join('\n'))
}

/** The failure of a task in a few lines; none for a task that did not fail. */
export function failureLines(steps: readonly Step[]): string[] {
  const failure = whyFailed(steps)
  if (!failure) return []
  const { step, cause, reason, fix } = failure
  const where = `${step.actor ?? step.service}, ${step.name}`
  return [
    `failed  ${cause ? `${cause} (${where})` : where}`,
    ...(reason ? [`reason  ${reason}`] : []),
    ...(fix ? [`fix     ${fix}`] : []),
  ]
}

/** Secrets that the deal names and that were never pushed: their variables are absent. */
const missingLines = (secrets: readonly SecretEvent[]): string[] => [
  ...new Set(
    secrets
      .filter(({ kind }) => kind === 'missing')
      .map(
        (secret) =>
          `missing ${secretName(secret)} was never pushed to the SMS of ${secret.framework}`,
      ),
  ),
]

/** A canary that was found, in a line. */
export const findingText = ({ secret, where, encoding, offset }: Finding): string =>
  printable(
    `LEAK    ${secretName(secret)} is in ${where}, byte ${offset}${encoding === 'plain' ? '' : ` (${encoding})`}`,
  )

/** A step in a line: offset and duration in ms, place, name, outcome and facts. */
export function stepText(step: Step, start: number): string {
  const { service, actor, name, startedAt, endedAt, outcome, cause, reason, facts } = step
  const offset = `+${(startedAt - start).toFixed(1)}`.padStart(10)
  const took =
    endedAt === undefined || endedAt === startedAt ? '' : `${(endedAt - startedAt).toFixed(1)} ms`
  const place = `${service}${actor ? ` ${actor}` : ''}`.padEnd(20)
  const how = outcome === 'done' ? '' : `  ${outcome.toUpperCase()}`
  const why =
    outcome === 'failed' || outcome === 'refused'
      ? ` ${[cause, reason].filter(Boolean).join(': ')}`
      : ''
  return `${offset} ${took.padStart(11)}  ${place}  ${name}${how}${why}${factsText(facts)}`.trimEnd()
}

/** Longest value in a line, characters. */
const LONGEST = 24

function factsText(facts: Step['facts']): string {
  const texts = Object.entries(facts).map(([name, value]) => {
    const text = Array.isArray(value) ? value.join(',') : String(value)
    return `${name} ${text.length > LONGEST ? `${text.slice(0, LONGEST - 10)}…${text.slice(-6)}` : text}`
  })
  return texts.length > 0 ? `  (${texts.join(', ')})` : ''
}
