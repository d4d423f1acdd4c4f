import type { Facts } from '@iexec-sim/timeline'
import { Link } from '@tanstack/react-router'
import { plain } from '../../../parts/plain.ts'

/** Pages by the names of facts. */
const PAGES: Readonly<Record<string, string>> = {
  transaction: '/tx/',
  block: '/blocks/',
  deal: '/deals/',
  dealId: '/deals/',
}

/** A detail of a step: its name in words, and its value with a link where that has a page. */
export function FactValue({ name, value }: { name: string; value: Facts[string] }) {
  const text = plain(Array.isArray(value) ? value.join(', ') : String(value))
  const page = PAGES[name]
  return (
    <>
      <dt>{name.replaceAll(/([A-Z])/g, ' $1').toLowerCase()}</dt>
      <dd>{page ? <Link to={page + text}>{text}</Link> : <code>{text}</code>}</dd>
    </>
  )
}
