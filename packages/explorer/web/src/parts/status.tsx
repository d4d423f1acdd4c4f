const GOOD = /^(COMPLETED|FINALIZED|PROVED)$/
const BAD = /FAIL|REJECT|CLAIM/
const NEUTRAL = /^UNSET$/

/** A status of a task, coloured by how the task stands. */
export function Status({ value }: { value: string }) {
  const tone = GOOD.test(value)
    ? 'good'
    : BAD.test(value)
      ? 'bad'
      : NEUTRAL.test(value)
        ? ''
        : 'warn'
  return <span className={`badge ${tone}`}>{value.toLowerCase().replaceAll('_', ' ')}</span>
}

/** Names of a tag’s bits; a standard task has none. */
export const Tag = ({ names }: { names: readonly string[] }) =>
  names.length === 0 ? (
    <span className="muted">standard</span>
  ) : (
    <span className="badge">
      {names.filter((name) => name !== 'tee' || names.length === 1).join(', ')}
    </span>
  )
