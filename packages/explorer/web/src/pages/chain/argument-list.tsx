import type { Argument } from '../../../../src/schema/call.ts'
import { Address } from '../../parts/address.tsx'
import { Id } from '../../parts/id.tsx'
import { plain } from '../../parts/plain.ts'
import { rlcText } from '../../parts/rlc.tsx'

/** Longest bytes that are shown whole, characters. */
const LONGEST_HEX = 140

/** Arguments of a call or an event by their names; parts of tuples are below them. */
export function ArgumentList({ args }: { args: readonly Argument[] }) {
  if (args.length === 0) return <span className="muted">no arguments</span>
  return (
    <dl className="facts args">
      {args.map((argument, i) => (
        <Entry key={i} argument={argument} place={i} />
      ))}
    </dl>
  )
}

function Entry({ argument, place }: { argument: Argument; place: number }) {
  const { name, type, value } = argument
  return (
    <>
      <dt title={type}>{name || place}</dt>
      <dd>
        {typeof value === 'string' ? (
          <Value {...argument} />
        ) : (
          <ArgumentList args={value as Argument[]} />
        )}
      </dd>
    </>
  )
}

function Value({ name, type, value }: Argument) {
  const text = value as string
  if (type === 'address') return <Address value={text} />
  if (/^deal_?id$/i.test(name)) return <Id value={text} to={`/deals/${text}`} />
  if (/^task_?id$/i.test(name)) return <Id value={text} to={`/tasks/${text}`} />
  if (type === 'string') return <span className="text">{plain(text) || <i>empty</i>}</span>
  if (/^0x(00)+$/.test(text))
    return (
      <span className="muted" title={text}>
        zero
      </span>
    )
  if (type.startsWith('bytes')) return <Bytes hex={text} />
  const isAmount = /amount|price|stake|value/i.test(name) && /^\d+$/.test(text)
  return <code title={isAmount ? rlcText(text) : undefined}>{text}</code>
}

/** Bytes as hex, and as text where they are readable. */
function Bytes({ hex }: { hex: string }) {
  const text = textOf(hex)
  const shown = hex.length > LONGEST_HEX ? `${hex.slice(0, LONGEST_HEX)}…` : hex
  return (
    <>
      <code title={`${(hex.length - 2) / 2} bytes`}>{shown}</code>
      {text === undefined ? null : <span className="text muted"> “{plain(text)}”</span>}
    </>
  )
}

function textOf(hex: string): string | undefined {
  const bytes = Uint8Array.from(hex.slice(2).match(/../g) ?? [], (pair) =>
    Number.parseInt(pair, 16),
  )
  try {
    const text = new TextDecoder('utf8', { fatal: true }).decode(bytes)
    return /^[^\p{Cc}]{4,}$/u.test(text) ? text : undefined
  } catch {
    return undefined
  }
}
