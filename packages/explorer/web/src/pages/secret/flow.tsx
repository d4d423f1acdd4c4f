import type { SecretEvent, SecretRef } from '@iexec-sim/timeline'
import { Link } from '@tanstack/react-router'
import { shortId } from '../../parts/id.tsx'
import { plain } from '../../parts/plain.ts'
import { type Attempt, attemptsOf } from './attempts.ts'

/** Most sessions in the picture; the table has all. */
const MOST = 8
/** Pixels of the picture. */
const ROW = 58
const BOX = { width: 152, height: 40 }
const COLUMNS = { owner: 1, sms: 196, session: 391, provisioning: 586, enclave: 781 }
const WIDTH = COLUMNS.enclave + BOX.width + 1

/** The way of a secret as a picture: from its owner through SMS and sessions to enclaves. */
export function Flow({ secret, events }: { secret: SecretRef; events: readonly SecretEvent[] }) {
  const attempts = attemptsOf(events)
  const shown = attempts.slice(-MOST)
  const height = Math.max(1, shown.length) * ROW
  const middle = height / 2
  const isSet = events.some(({ kind }) => kind === 'set' || kind === 'updated')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach it
    <section className="flow" aria-label="Picture of its way" tabIndex={0}>
      {attempts.length > MOST ? <p className="muted">The last {MOST} sessions:</p> : null}
      {/* biome-ignore lint/a11y/useSemanticElements: a picture with links in it */}
      <svg
        width={WIDTH}
        height={height}
        role="group"
        aria-label={`From its owner to the SMS of ${secret.framework}, then ${attempts.length} sessions`}
      >
        <Line
          from={[COLUMNS.owner, middle]}
          to={[COLUMNS.sms, middle]}
          kind={isSet ? 'good' : 'none'}
        />
        <Box at={[COLUMNS.owner, middle]} lines={['owner', shortId(secret.owner)]} />
        <Box
          at={[COLUMNS.sms, middle]}
          lines={[`SMS ${secret.framework}`, isSet ? 'has it' : 'was not given it']}
        />
        {shown.map((attempt, i) => (
          <AttemptLine
            key={attempt.asked.id}
            attempt={attempt}
            middle={middle}
            y={(i + 0.5) * ROW}
          />
        ))}
      </svg>
    </section>
  )
}

function AttemptLine({
  attempt: { asked, decided },
  middle,
  y,
}: {
  attempt: Attempt
  middle: number
  y: number
}) {
  const isMissing = asked.kind === 'missing'
  const isRefused = decided?.kind === 'refused'
  const kind = isRefused ? 'bad' : decided ? 'good' : 'none'
  const enclave = `${asked.stage ?? ''} enclave`
  return (
    <>
      <Line
        from={[COLUMNS.sms, middle]}
        to={[COLUMNS.session, y]}
        kind={isMissing ? 'bad' : 'good'}
      />
      <Box
        at={[COLUMNS.session, y]}
        kind={isMissing ? 'bad' : 'none'}
        lines={[isMissing ? 'missing in session' : 'session of task', shortId(asked.taskId ?? '')]}
        {...(asked.taskId ? { to: `/tasks/${asked.taskId}` } : {})}
      />
      {isMissing ? null : (
        <>
          <Line
            from={[COLUMNS.session, y]}
            to={[COLUMNS.provisioning, y]}
            kind={decided ? 'good' : 'none'}
          />
          <Box
            at={[COLUMNS.provisioning, y]}
            kind={isRefused ? 'bad' : 'none'}
            lines={[
              isRefused ? 'provisioning: refused' : 'provisioning',
              isRefused ? (decided.reason ?? '') : decided ? 'evidence fits' : 'not asked yet',
            ]}
          />
          <Line from={[COLUMNS.provisioning, y]} to={[COLUMNS.enclave, y]} kind={kind} />
          <Box
            at={[COLUMNS.enclave, y]}
            kind={kind}
            lines={[
              isRefused ? `${enclave} ✕` : enclave,
              decided?.fingerprint ? `${decided.fingerprint.slice(0, 14)}…` : '',
            ]}
          />
        </>
      )}
    </>
  )
}

type Point = readonly [x: number, y: number]

function Line({ from, to, kind }: { from: Point; to: Point; kind: string }) {
  const [x1, y1] = [from[0] + BOX.width, from[1]]
  const [x2, y2] = to
  const bend = (x1 + x2) / 2
  return (
    <path className={`line ${kind}`} d={`M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`} />
  )
}

function Box({
  at: [x, y],
  lines,
  kind = 'none',
  to,
}: {
  at: Point
  lines: readonly [string, string]
  kind?: string
  to?: string
}) {
  const box = (
    <g className={`box ${kind}${to ? ' link' : ''}`}>
      <rect x={x} y={y - BOX.height / 2} width={BOX.width} height={BOX.height} rx={6} />
      <text x={x + 10} y={y - 3}>
        {lines[0]}
      </text>
      <text className="second" x={x + 10} y={y + 12}>
        {plain(lines[1]).slice(0, 20)}
      </text>
    </g>
  )
  return to ? <Link to={to}>{box}</Link> : box
}
