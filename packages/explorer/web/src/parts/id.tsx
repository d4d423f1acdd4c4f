import { Link } from '@tanstack/react-router'
import { CopyButton } from './copy-button.tsx'
import { plain } from './plain.ts'

/** Short form of an id or address: its beginning and its end. */
export const shortId = (id: string): string =>
  id.length > 16 ? `${id.slice(0, 8)}…${id.slice(-6)}` : id

/** An id in its short form, with the whole in the title and a button that copies it. */
export function Id({
  value,
  to,
  name,
  full = false,
}: {
  value: string
  /** Page of what has the id. */
  to?: string
  /** Name to show in place of the id. */
  name?: string | undefined
  /** Show the whole id. */
  full?: boolean
}) {
  const text = name === undefined ? (full ? value : shortId(value)) : plain(name)
  const shown =
    name === undefined ? <code title={value}>{text}</code> : <span title={value}>{text}</span>
  return (
    <span className={full ? 'id full' : 'id'}>
      {to === undefined ? shown : <Link to={to}>{shown}</Link>}
      <CopyButton text={value} what={value} />
    </span>
  )
}
