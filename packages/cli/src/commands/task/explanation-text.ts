import type { TaskExplanation } from '@iexec-sim/chain/client'

/** The explanation as text for people. */
export function explanationText({
  taskId,
  status,
  contributions,
  count,
  verdict,
  remarks,
}: TaskExplanation): string {
  const lines = [`task    ${taskId}`, `status  ${status}`, `trust   ${count.trust}`, '']
  for (const {
    worker,
    name,
    isStranger,
    resultHash,
    score,
    power,
    weight,
    status: state,
  } of contributions)
    lines.push(
      `worker  ${worker}  ${isStranger ? 'a stranger  ' : name ? `${name}  ` : ''}score ${score}, power ${power}, weight ${weight}  ${state}  result ${resultHash.slice(0, 10)}…`,
    )
  for (const { resultHash, workers, weight, left, right, wins } of count.groups) {
    const sign = wins ? '>' : '≤'
    lines.push(
      '',
      `group   ${resultHash.slice(0, 10)}…  ${workers.length} worker${workers.length === 1 ? '' : 's'}, weight ${weight}`,
    )
    lines.push(`        weight × trust ${left} ${sign} ${right} total × (trust − 1)`)
  }
  return [...lines, '', verdict, ...remarks].join('\n')
}
